#include "CMedia.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

// Everything that must survive a longjmp lives here, behind a pointer, and not in local variables.
typedef struct {
  png_structp png;
  png_infop info;
  char *message;
  const uint8_t *input;
  size_t input_count;
  uint8_t *output;
  size_t output_count, output_capacity;
  png_text *texts;
} state;

static void fail(png_structp png, png_const_charp message) {
  state *s = png_get_error_ptr(png);
  strncpy(s->message, message, 199);
  s->message[199] = 0;
  png_longjmp(png, 1);
}

static void ignore(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}

// Reading

static void take(png_structp png, png_bytep bytes, size_t count) {
  state *s = png_get_io_ptr(png);
  if (count > s->input_count) png_error(png, "the file ends too early");
  memcpy(bytes, s->input, count);
  s->input += count;
  s->input_count -= count;
}

static void copy_texts(state *s, cmedia_image *image) {
  png_textp texts = NULL;
  int count = 0;
  png_get_text(s->png, s->info, &texts, &count);
  if (count <= 0) return;
  image->texts = calloc((size_t)count, sizeof(cmedia_text));
  if (!image->texts) png_error(s->png, "out of memory");
  for (int i = 0; i < count; i++) {
    cmedia_text *to = &image->texts[image->text_count];
    to->is_utf8 = texts[i].compression >= PNG_ITXT_COMPRESSION_NONE;
    to->length = to->is_utf8 ? texts[i].itxt_length : texts[i].text_length;
    if (!texts[i].key || (!texts[i].text && to->length)) continue;
    image->text_count++;  // Counted before the allocations, so that freeing finds whatever was made.
    to->keyword = malloc(strlen(texts[i].key) + 1);
    to->text = malloc(to->length + 1);
    if (!to->keyword || !to->text) png_error(s->png, "out of memory");
    strcpy(to->keyword, texts[i].key);
    if (to->length) memcpy(to->text, texts[i].text, to->length);
    to->text[to->length] = 0;
  }
}

static void copy_exif(state *s, cmedia_image *image) {
#ifdef PNG_eXIf_SUPPORTED
  png_bytep bytes = NULL;
  png_uint_32 count = 0;
  if (!png_get_eXIf_1(s->png, s->info, &count, &bytes) || !bytes || count == 0) return;
  image->exif = malloc(count);
  if (!image->exif) png_error(s->png, "out of memory");
  memcpy(image->exif, bytes, count);
  image->exif_count = count;
#endif
}

static void decode(state *s, size_t file_count, uint32_t side, uint64_t pixels, cmedia_image *image) {
  png_structp png = s->png;
  png_set_user_limits(png, side, side);
  png_set_chunk_malloc_max(png, 16 << 20);
  png_set_chunk_cache_max(png, 256);
  png_set_read_fn(png, s, take);
  png_read_info(png, s->info);
  image->width = png_get_image_width(png, s->info);
  image->height = png_get_image_height(png, s->info);
  if ((uint64_t)image->width * image->height > pixels) png_error(png, "too many pixels");
  // Deflate shrinks at most 1032 times. A file too short for its size is refused before memory is taken for it.
  uint64_t raw = (uint64_t)png_get_rowbytes(png, s->info) * image->height;
  if (raw / 1032 > file_count) png_error(png, "the file is too short for its width and height");

  png_fixed_point gamma = 0;
  if (!png_get_valid(png, s->info, PNG_INFO_sRGB) && png_get_gAMA_fixed(png, s->info, &gamma))
    png_set_gamma_fixed(png, PNG_DEFAULT_sRGB, gamma);
  png_set_expand(png);
  png_set_gray_to_rgb(png);
  int passes = png_set_interlace_handling(png);
  png_read_update_info(png, s->info);
  image->channels = png_get_channels(png, s->info);
  image->bit_depth = png_get_bit_depth(png, s->info);
  size_t row = png_get_rowbytes(png, s->info);
  if ((image->channels != 3 && image->channels != 4) || (image->bit_depth != 8 && image->bit_depth != 16) ||
      row != (size_t)image->width * (size_t)image->channels * (size_t)image->bit_depth / 8)
    png_error(png, "unexpected layout after conversion");
  image->pixels = calloc(image->height, row);
  if (!image->pixels) png_error(png, "out of memory");
  for (int pass = 0; pass < passes; pass++)
    for (uint32_t y = 0; y < image->height; y++) png_read_row(png, image->pixels + (size_t)y * row, NULL);
  png_read_end(png, s->info);
  copy_texts(s, image);
  copy_exif(s, image);
}

int cmedia_png_decode(
    const uint8_t *bytes, size_t count, uint32_t maximum_side, uint64_t maximum_pixels, cmedia_image *image) {
  memset(image, 0, sizeof *image);
  state s = {.message = image->message, .input = bytes, .input_count = count};
  state *volatile kept = &s;
  s.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &s, fail, ignore);
  s.info = s.png ? png_create_info_struct(s.png) : NULL;
  if (!s.info) {
    png_destroy_read_struct(&s.png, NULL, NULL);
    strcpy(image->message, "libpng cannot start: out of memory, or another version than it was built for");
    return 0;
  }
  if (setjmp(png_jmpbuf(s.png))) {
    png_destroy_read_struct(&kept->png, &kept->info, NULL);
    return 0;
  }
  decode(&s, count, maximum_side, maximum_pixels, image);
  png_destroy_read_struct(&s.png, &s.info, NULL);
  return 1;
}

void cmedia_png_free(cmedia_image *image) {
  for (int i = 0; i < image->text_count; i++) {
    free(image->texts[i].keyword);
    free(image->texts[i].text);
  }
  free(image->texts);
  free(image->pixels);
  free(image->exif);
  image->exif = NULL;
  image->texts = NULL;
  image->pixels = NULL;
  image->text_count = 0;
}

// Writing

static void give(png_structp png, png_bytep bytes, size_t count) {
  state *s = png_get_io_ptr(png);
  if (count > s->output_capacity - s->output_count) {
    size_t capacity = 2 * s->output_capacity + count + 4096;
    uint8_t *larger = realloc(s->output, capacity);
    if (!larger) png_error(png, "out of memory");
    s->output = larger;
    s->output_capacity = capacity;
  }
  memcpy(s->output + s->output_count, bytes, count);
  s->output_count += count;
}

static void flush(png_structp png) { (void)png; }

static void encode(
    state *s, const uint8_t *pixels, uint32_t width, uint32_t height, int channels, int bit_depth, int compression,
    const cmedia_text *texts, int text_count) {
  png_structp png = s->png;
  png_set_write_fn(png, s, give, flush);
  png_set_compression_level(png, compression);
  png_set_IHDR(
      png, s->info, width, height, bit_depth, channels == 4 ? PNG_COLOR_TYPE_RGB_ALPHA : PNG_COLOR_TYPE_RGB,
      PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_sRGB(png, s->info, PNG_sRGB_INTENT_PERCEPTUAL);
  if (text_count > 0) {
    s->texts = calloc((size_t)text_count, sizeof(png_text));
    if (!s->texts) png_error(png, "out of memory");
    for (int i = 0; i < text_count; i++) {
      s->texts[i].compression = texts[i].is_utf8 ? PNG_ITXT_COMPRESSION_NONE : PNG_TEXT_COMPRESSION_NONE;
      s->texts[i].key = texts[i].keyword;
      s->texts[i].text = texts[i].text;
      if (texts[i].is_utf8) {
        s->texts[i].itxt_length = texts[i].length;
      } else {
        s->texts[i].text_length = texts[i].length;
      }
    }
    png_set_text(png, s->info, s->texts, text_count);
  }
  png_write_info(png, s->info);
  size_t row = (size_t)width * (size_t)channels * (size_t)bit_depth / 8;
  for (uint32_t y = 0; y < height; y++) png_write_row(png, pixels + (size_t)y * row);
  png_write_end(png, NULL);
}

int cmedia_png_encode(
    const uint8_t *pixels, uint32_t width, uint32_t height, int channels, int bit_depth, int compression,
    const cmedia_text *texts, int text_count, uint8_t **bytes, size_t *count, char *message) {
  state s = {.message = message};
  state *volatile kept = &s;
  s.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &s, fail, ignore);
  s.info = s.png ? png_create_info_struct(s.png) : NULL;
  if (!s.info) {
    png_destroy_write_struct(&s.png, NULL);
    strcpy(message, "libpng cannot start: out of memory, or another version than it was built for");
    return 0;
  }
  if (setjmp(png_jmpbuf(s.png))) {
    png_destroy_write_struct(&kept->png, &kept->info);
    free(kept->texts);
    free(kept->output);
    return 0;
  }
  encode(&s, pixels, width, height, channels, bit_depth, compression, texts, text_count);
  png_destroy_write_struct(&s.png, &s.info);
  free(s.texts);
  *bytes = s.output;
  *count = s.output_count;
  return 1;
}
