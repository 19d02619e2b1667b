// 3×3 convolutions with packed weights, and their gradients: the left factor is the neighbourhood of each pixel, read where lines of
// pixels lie with their borders.

#include "packed.h"

#if defined(__x86_64__) && defined(__linux__)

// A line of pixels with so many beside it at both ends, and a tile of slack.
static size_t line_words(size_t width, size_t channels, size_t margin) {
  return (width + 2 * margin + MR) * channels + 32;
}

static void copy_pixels(int bf16, const float *from, size_t count, uint32_t *to) {
  if (bf16) {
    to_pairs(from, count, to);
  } else {
    memcpy(to, from, count * sizeof(float));
  }
}

// One line of a convolution: `lines` are three lines with their margins, `words` apart.
static void convolve_line(int bf16, const uint32_t *lines, size_t words, size_t channels, size_t width,
                          const void *packed, size_t n, float *c) {
  const size_t step = depth_of(bf16, channels), depth = depth_of(bf16, 3 * channels);
  const size_t panel_words = NR * depth_of(bf16, 9 * channels);
  for (size_t x = 0; x < width; x += MR) {
    const size_t height_of_tile = smaller(MR, width - x);
    for (size_t j = 0; j < n; j += NR) {
      const size_t columns = smaller(NR, n - j);
      const uint32_t *panel = (const uint32_t *)packed + j / NR * panel_words;
      float *target = c + x * n + j;
      float edge[MR * NR];
      const int whole = columns == (size_t)lanes_of(columns) && tile_height(height_of_tile) == height_of_tile;
      float *out = whole ? target : edge;
      // Three pixels of a line lie side by side, so rows of the left factor overlap; each line is a part of the sum.
      zk_tile(bf16, height_of_tile, columns, lines + x * step, step, 3, words, panel, depth, out, whole ? n : NR, 0);
      for (size_t i = 0; i < height_of_tile && !whole; ++i)
        memcpy(target + i * n, edge + i * NR, columns * sizeof(float));
    }
  }
}

size_t zk_convolution_workspace(size_t lines, size_t width, size_t channels) {
  return (lines + 2) * line_words(width, channels, 1);
}

void zk_convolution(int bf16, const float *picture, size_t height, size_t width, size_t channels, size_t first,
                    size_t lines, const void *packed, size_t n, float *c, void *workspace) {
  const size_t words = line_words(width, channels, 1), step = depth_of(bf16, channels);
  for (size_t line = 0; line < lines + 2; ++line) {
    // Beyond the border lies the border again.
    const size_t y = first + line;
    const float *source = picture + (y == 0 ? 0 : smaller(y - 1, height - 1)) * width * channels;
    uint32_t *target = (uint32_t *)workspace + line * words;
    memset(target + (width + 2) * step, 0, (words - (width + 2) * step) * sizeof(uint32_t));
    copy_pixels(bf16, source, channels, target);
    copy_pixels(bf16, source, width * channels, target + step);
    copy_pixels(bf16, source + (width - 1) * channels, channels, target + (width + 1) * step);
  }
  for (size_t line = 0; line < lines; ++line)
    convolve_line(bf16, (const uint32_t *)workspace + line * words, words, channels, width, packed, n,
                  c + line * width * n);
}

size_t zk_convolution_vjp_workspace(size_t lines, size_t width, size_t channels, size_t n) {
  return (lines + 4) * line_words(width, channels, 2) + (width + 2) * n;
}

// Where the border is repeated, what flows to its copies flows to the border: gradients of the picture with its margin of one pixel
// are folded inwards.
void zk_convolution_vjp(int bf16, const float *picture, size_t height, size_t width, size_t channels, size_t first,
                        size_t lines, const void *packed, size_t n, float *c, void *workspace) {
  const size_t words = line_words(width, channels, 2), step = depth_of(bf16, channels);
  const size_t above = first == 0 ? 1 : 0, below = first + lines == height ? 1 : 0;
  uint32_t *const copies = workspace;
  float *const row = (float *)(copies + (lines + 4) * words);
  for (size_t line = 0; line < lines + 2 + above + below; ++line) {
    uint32_t *target = copies + line * words;
    memset(target, 0, words * sizeof(uint32_t));
    const size_t y = first + line;  // one, or two, more than the line's number
    if (y < 1 + above || y > height + above) continue;
    copy_pixels(bf16, picture + (y - 1 - above) * width * channels, width * channels, target + 2 * step);
  }
  for (size_t line = 0; line < lines + above + below; ++line) {
    // Lines of the picture first, then those beyond its border.
    const size_t own = line < lines ? line + above : line == lines && above ? 0 : lines + above;
    const int adds = line >= lines;
    convolve_line(bf16, copies + own * words, words, channels, width + 2, packed, n, row);
    float *target = c + (line < lines ? line : own == 0 ? 0 : lines - 1) * width * n;
    if (adds) {
      for (size_t i = 0; i < width * n; ++i) target[i] += row[n + i];
    } else {
      memcpy(target, row + n, width * n * sizeof(float));
    }
    for (size_t i = 0; i < n; ++i) target[i] += row[i];
    for (size_t i = 0; i < n; ++i) target[(width - 1) * n + i] += row[(width + 1) * n + i];
  }
}

// Rows of sums of the weights' gradients, and columns of one neighbour's.
static size_t padded_outputs(size_t outputs) { return (outputs + 15) / 16 * 16; }
static size_t padded_channels(size_t channels) { return (channels + NR - 1) / NR * NR; }

size_t zk_convolution_weight_vjp_workspace(size_t lines, size_t width, size_t channels, size_t outputs) {
  return (lines + 2) * (width + 2) * padded_channels(channels) + padded_outputs(outputs) * 9 * padded_channels(channels) +
         (size_t)GROUP * MR * KC;
}

// For each of the nine neighbours a GEMM of a line's gradients, transposed, with the pixels beside it, which lie as a panel does.
void zk_convolution_weight_vjp(const float *picture, size_t height, size_t width, size_t channels, const float *dy,
                               size_t outputs, size_t first, size_t lines, float *dw, void *workspace) {
  const size_t padded = padded_channels(channels), panel = (width + 2) * NR, line_words = panel * (padded / NR);
  float *const copies = workspace;
  float *const sums = copies + (lines + 2) * line_words;
  uint32_t *const left = (uint32_t *)(sums + padded_outputs(outputs) * 9 * padded);
  memset(sums, 0, padded_outputs(outputs) * 9 * padded * sizeof(float));
  for (size_t line = 0; line < lines + 2; ++line) {
    const size_t y = first + line;
    const float *source = picture + (y == 0 ? 0 : smaller(y - 1, height - 1)) * width * channels;
    for (size_t x = 0; x < width + 2; ++x) {
      const float *pixel = source + (x == 0 ? 0 : smaller(x - 1, width - 1)) * channels;
      for (size_t j = 0; j < padded; j += NR) {
        float *target = copies + line * line_words + j / NR * panel + x * NR;
        const size_t count = smaller(NR, channels - j);
        memcpy(target, pixel + j, count * sizeof(float));
        memset(target + count, 0, (NR - count) * sizeof(float));
      }
    }
  }
  for (size_t line = 0; line < lines; ++line)
    for (size_t start = 0; start < width; start += KC)
      for (size_t top = 0; top < outputs; top += GROUP * MR) {
        const size_t depth = smaller(KC, width - start), rows = smaller(GROUP * MR, outputs - top);
        zk_transpose_f32(dy + ((first + line) * width + start) * outputs + top, outputs, rows, depth, left);
        for (size_t neighbor = 0; neighbor < 9; ++neighbor)
          for (size_t j = 0; j < padded; j += NR) {
            const float *b = copies + (line + neighbor / 3) * line_words + j / NR * panel + (start + neighbor % 3) * NR;
            for (size_t i = 0; i < rows; i += MR)
              zk_tile(0, tile_height(smaller(MR, rows - i)), smaller(NR, channels - j), left + i * KC, KC, 1, 0, b, depth,
                       sums + ((top + i) * 9 + neighbor) * padded + j, 9 * padded, 1);
          }
      }
  for (size_t i = 0; i < outputs; ++i)
    for (size_t neighbor = 0; neighbor < 9; ++neighbor)
      for (size_t j = 0; j < channels; ++j)
        dw[(i * 9 + neighbor) * channels + j] += sums[(i * 9 + neighbor) * padded + j];
}

#else

size_t zk_convolution_workspace(size_t lines, size_t width, size_t channels) {
  return (void)lines, (void)width, (void)channels, 0;
}
void zk_convolution(int bf16, const float *picture, size_t height, size_t width, size_t channels, size_t first,
                    size_t lines, const void *packed, size_t n, float *c, void *workspace) {
  (void)bf16, (void)picture, (void)height, (void)width, (void)channels, (void)first, (void)lines, (void)packed,
      (void)n, (void)c, (void)workspace;
}
size_t zk_convolution_vjp_workspace(size_t lines, size_t width, size_t channels, size_t n) {
  return (void)lines, (void)width, (void)channels, (void)n, 0;
}
void zk_convolution_vjp(int bf16, const float *picture, size_t height, size_t width, size_t channels, size_t first,
                        size_t lines, const void *packed, size_t n, float *c, void *workspace) {
  (void)bf16, (void)picture, (void)height, (void)width, (void)channels, (void)first, (void)lines, (void)packed,
      (void)n, (void)c, (void)workspace;
}
size_t zk_convolution_weight_vjp_workspace(size_t lines, size_t width, size_t channels, size_t outputs) {
  return (void)lines, (void)width, (void)channels, (void)outputs, 0;
}
void zk_convolution_weight_vjp(const float *picture, size_t height, size_t width, size_t channels, const float *dy,
                               size_t outputs, size_t first, size_t lines, float *dw, void *workspace) {
  (void)picture, (void)height, (void)width, (void)channels, (void)dy, (void)outputs, (void)first, (void)lines,
      (void)dw, (void)workspace;
}

#endif
