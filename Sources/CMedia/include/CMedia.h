// PNG in memory through libpng. libpng reports errors by longjmp, which must not cross Swift frames; here it never
// leaves a C function. Nothing is printed, and every failure comes back as a message.

#ifndef CMEDIA_H
#define CMEDIA_H

#include <stddef.h>
#include <stdint.h>

/// A text chunk. `text` has `length` bytes and a terminating zero that is not counted.
typedef struct {
  char *keyword;  ///< Latin-1, terminated by zero.
  char *text;     ///< UTF-8 if `is_utf8`, otherwise Latin-1.
  size_t length;
  int is_utf8;
} cmedia_text;

/// A decoded image: rows top to bottom, RGB or RGBA, 8 bits or 16 bits big-endian per sample.
typedef struct {
  uint32_t width, height;
  int channels;   ///< 3 or 4.
  int bit_depth;  ///< 8 or 16.
  uint8_t *pixels;
  cmedia_text *texts;
  int text_count;
  uint8_t *exif;  ///< Exif data as in JPEG, from the byte order on; NULL where there is none.
  size_t exif_count;
  char message[200];  ///< What went wrong, if the call failed.
} cmedia_image;

/// Decodes a PNG of any colour type and depth. Returns 1, or 0 with `message` set; free the image in both cases.
///
/// Samples are sRGB-encoded: files that say otherwise by a gAMA chunk are converted by libpng.
int cmedia_png_decode(
    const uint8_t *bytes, size_t count, uint32_t maximum_side, uint64_t maximum_pixels, cmedia_image *image);

/// Frees what `cmedia_png_decode` allocated.
void cmedia_png_free(cmedia_image *image);

/// Encodes rows of RGB (3 channels) or RGBA (4) with an sRGB chunk and text chunks. Returns 1 with `*bytes` to be freed by the caller, or 0 with
/// `message` (200 bytes) set.
int cmedia_png_encode(
    const uint8_t *pixels, uint32_t width, uint32_t height, int channels, int bit_depth, int compression,
    const cmedia_text *texts, int text_count, uint8_t **bytes, size_t *count, char *message);

#endif
