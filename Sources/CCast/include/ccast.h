#ifndef CCAST_H
#define CCAST_H

#include <stddef.h>

// The text files of the cast, as bytes within the program: Swift's own way of embedding files takes the compiler
// minutes for as many bytes.

typedef struct {
  const char *name;
  const unsigned char *bytes;
  size_t count;
} ccast_file;

/// How many files of members there are.
size_t ccast_member_file_count(void);

/// A file of members; `index` from 0, below the count.
ccast_file ccast_member_file(size_t index);

/// How many files of scenes there are.
size_t ccast_scene_file_count(void);

/// A file of scenes; `index` from 0, below the count.
ccast_file ccast_scene_file(size_t index);

/// The baked widths of all pictures.
ccast_file ccast_shapes(void);

/// The baked table of names.
ccast_file ccast_names(void);

#endif
