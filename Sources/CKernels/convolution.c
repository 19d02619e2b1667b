// 3×3 convolutions over pictures with interleaved channels: few channels, so a library's GEMM on copied
// neighbourhoods is bound by memory. Here a few lines are copied with their borders, and the sums stay in registers.

#include "dispatch.h"

#include <string.h>

typedef float lanes8 __attribute__((vector_size(32)));
typedef float lanes8_anywhere __attribute__((vector_size(32), aligned(4)));

// The sums of PIXELS neighbouring pixels for 8·GROUPS outputs. `a` is the upper left of the first pixel's neighbourhood; the
// three pixels of a line of a neighbourhood lie together.
#define TILE(PIXELS, GROUPS)                                                                                        \
  ZK_INLINE void tile_##PIXELS##_##GROUPS(const float *a, size_t channels, size_t line, const float *w,              \
                                          size_t padded, size_t outputs, float *y, size_t y_stride) {                \
    lanes8 sums[PIXELS][GROUPS];                                                                                     \
    for (int p = 0; p < PIXELS; ++p)                                                                                 \
      for (int g = 0; g < GROUPS; ++g) sums[p][g] = (lanes8){0};                                                     \
    for (size_t dy = 0; dy < 3; ++dy)                                                                                \
      for (size_t k = 0; k < 3 * channels; ++k) {                                                                    \
        const float *wk = w + (dy * 3 * channels + k) * padded;                                                      \
        lanes8 weights[GROUPS];                                                                                      \
        for (int g = 0; g < GROUPS; ++g) weights[g] = *(const lanes8_anywhere *)(wk + 8 * g);                        \
        for (int p = 0; p < PIXELS; ++p) {                                                                           \
          const float value = a[dy * line + p * channels + k];                                                       \
          for (int g = 0; g < GROUPS; ++g) sums[p][g] += value * weights[g];                                         \
        }                                                                                                            \
      }                                                                                                              \
    for (int p = 0; p < PIXELS; ++p) memcpy(y + p * y_stride, sums[p], outputs * sizeof(float));                     \
  }

TILE(4, 3)
TILE(4, 2)
TILE(4, 1)
TILE(1, 3)
TILE(1, 2)
TILE(1, 1)

#define TILES(GROUPS)                                                                                                \
  {                                                                                                                  \
    size_t column = 0;                                                                                               \
    for (; column + 4 <= width; column += 4)                                                                         \
      tile_4_##GROUPS(a + column * channels, channels, line, w + block, padded, count, out + column * outputs, outputs); \
    for (; column < width; ++column)                                                                                 \
      tile_1_##GROUPS(a + column * channels, channels, line, w + block, padded, count, out + column * outputs, outputs); \
  }

ZK_KERNEL void zk_convolve(const float *x, size_t height, size_t width, size_t channels, size_t first, size_t lines,
                           const float *w, size_t outputs, float *y, float *scratch) {
  const size_t line = (width + 2) * channels;
  const size_t padded = (outputs + 7) / 8 * 8;
  for (size_t row = 0; row < lines + 2; ++row) {
    size_t source = first + row;  // one more than the line's number
    source = source < 1 ? 0 : source > height ? height - 1 : source - 1;
    const float *from = x + source * width * channels;
    float *to = scratch + row * line;
    memcpy(to, from, channels * sizeof(float));
    memcpy(to + channels, from, width * channels * sizeof(float));
    memcpy(to + (width + 1) * channels, from + (width - 1) * channels, channels * sizeof(float));
  }
  for (size_t row = 0; row < lines; ++row) {
    const float *a = scratch + row * line;
    for (size_t block = 0; block < outputs; block += 24) {
      const size_t count = outputs - block < 24 ? outputs - block : 24;
      float *out = y + row * width * outputs + block;
      if (count > 16) TILES(3) else if (count > 8) TILES(2) else TILES(1)
    }
  }
}
