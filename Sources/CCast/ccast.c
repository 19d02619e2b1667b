#include "ccast.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char people[] = {
#embed "../Cast/Members/people.cast"
};
static const unsigned char animals[] = {
#embed "../Cast/Members/animals.cast"
};
static const unsigned char nature[] = {
#embed "../Cast/Members/nature.cast"
};
static const unsigned char food[] = {
#embed "../Cast/Members/food.cast"
};
static const unsigned char travel[] = {
#embed "../Cast/Members/travel.cast"
};
static const unsigned char things[] = {
#embed "../Cast/Members/things.cast"
};
static const unsigned char scenery[] = {
#embed "../Cast/Members/scenery.cast"
};
static const unsigned char outdoors[] = {
#embed "../Cast/Scenes/outdoors.scene"
};
static const unsigned char indoors[] = {
#embed "../Cast/Scenes/indoors.scene"
};
static const unsigned char shapes[] = {
#embed "../Cast/Members/shapes.txt"
};
static const unsigned char names[] = {
#embed "../Cast/Names/names.txt"
};

static const ccast_file files[] = {
  {"people.cast", people, sizeof people}, {"animals.cast", animals, sizeof animals},
  {"nature.cast", nature, sizeof nature}, {"food.cast", food, sizeof food},
  {"travel.cast", travel, sizeof travel}, {"things.cast", things, sizeof things},
  {"scenery.cast", scenery, sizeof scenery},
};

size_t ccast_member_file_count(void) { return sizeof files / sizeof files[0]; }

ccast_file ccast_member_file(size_t index) { return files[index]; }

static const ccast_file scene_files[] = {
  {"outdoors.scene", outdoors, sizeof outdoors}, {"indoors.scene", indoors, sizeof indoors},
};

size_t ccast_scene_file_count(void) { return sizeof scene_files / sizeof scene_files[0]; }

ccast_file ccast_scene_file(size_t index) { return scene_files[index]; }

ccast_file ccast_names(void) {
  ccast_file file = {"names.txt", names, sizeof names};
  return file;
}

ccast_file ccast_shapes(void) {
  ccast_file file = {"shapes.txt", shapes, sizeof shapes};
  return file;
}
