// GEMM with a right factor that was packed before: weights, which stay the same from step to step, and the
// keys and values of one head. In fp32 (AVX-512) or with factors rounded to bfloat16 (AVX512-BF16).
//
// Not a BLAS: one thread, C = A·Bᵀ on row-major matrices, A read where it lies. A general library packs both factors at
// every call, which costs it about a tenth of a GEMM with 500 rows.
//
// B is packed as [panel][k][32]: 32 columns of the result lie together, k after k (in bfloat16: pair after pair). A
// register tile is 12 rows by one panel, 24 of the 32 registers; the tile runs through 256 k at a time, so that its
// rows stay in the L1 cache while panels come from L2.

#include "bf16.h"
#include "exp.h"

#include <math.h>
#include <string.h>

#define NR 32    // columns of a panel: two registers
#define MR 12    // rows of a register tile
#define KC 256   // k of one pass over a tile's rows: 12 KiB of fp32
#define GROUP 4  // tiles that a panel is multiplied with before the next comes from the cache

#if defined(__x86_64__) && defined(__linux__)

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

int zk_has_packed(int bf16) {
  __builtin_cpu_init();
  const int wide = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                   __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
  return wide && (!bf16 || __builtin_cpu_supports("avx512bf16"));
}

// MARK: Packing

// Words of one column of a panel.
static size_t depth_of(int bf16, size_t k) { return bf16 ? (k + 1) / 2 : k; }

size_t zk_packed_words(int bf16, size_t n, size_t k) { return (n + NR - 1) / NR * NR * depth_of(bf16, k); }

ZK_AVX512 static void pack_rows_f32(const float *b, size_t ldb, size_t n, size_t k, float *out) {
  for (size_t j = 0; j < n; j += 16) {
    float *panel = out + j / NR * NR * k + j % NR;
    for (size_t p = 0; p < k; p += 16) {
      const size_t depth = smaller(16, k - p);
      const __mmask16 mask = (__mmask16)((1u << depth) - 1);
      __m512i rows[16];
      for (size_t i = 0; i < 16; ++i)
        rows[i] = j + i < n ? _mm512_maskz_loadu_epi32(mask, b + (j + i) * ldb + p) : _mm512_setzero_si512();
      transpose16(rows);
      for (size_t i = 0; i < depth; ++i) _mm512_storeu_si512(panel + (p + i) * NR, rows[i]);
    }
  }
}

ZK_BF16 static void pack_rows_bf16(const float *b, size_t ldb, size_t n, size_t k, pair *out) {
  const size_t pairs = depth_of(1, k);
  for (size_t j = 0; j < n; j += 16) {
    pair *panel = out + j / NR * NR * pairs + j % NR;
    for (size_t p = 0; p < pairs; p += 16) {
      const size_t depth = smaller(16, pairs - p);
      __m512i rows[16];
      for (size_t i = 0; i < 16; ++i)
        rows[i] = j + i < n ? load_pairs(b + (j + i) * ldb + 2 * p, k - 2 * p) : _mm512_setzero_si512();
      transpose16(rows);
      for (size_t i = 0; i < depth; ++i) _mm512_storeu_si512(panel + (p + i) * NR, rows[i]);
    }
  }
}

// The same of a matrix [k, n], whose columns lie side by side.
ZK_BF16 static void pack_columns(int bf16, const float *b, size_t ldb, size_t n, size_t k, void *packed) {
  for (size_t j = 0; j < n; j += 16) {
    const __mmask16 mask = (__mmask16)((1u << smaller(16, n - j)) - 1);
    const size_t start = j / NR * NR * depth_of(bf16, k) + j % NR;
    if (!bf16) {
      float *panel = (float *)packed + start;
      for (size_t p = 0; p < k; ++p) _mm512_storeu_ps(panel + p * NR, _mm512_maskz_loadu_ps(mask, b + p * ldb + j));
      continue;
    }
    pair *panel = (pair *)packed + start;
    for (size_t p = 0; p < k; p += 2) {
      const __m512 even = _mm512_maskz_loadu_ps(mask, b + p * ldb + j);
      const __m512 odd = p + 1 < k ? _mm512_maskz_loadu_ps(mask, b + (p + 1) * ldb + j) : _mm512_setzero_ps();
      _mm512_storeu_si512(panel + p / 2 * NR, pairs_of(even, odd));
    }
  }
}

// The last panel's second half is nobody's where so few columns reach into it.
static void clear_last_panel(int bf16, size_t n, size_t k, void *packed) {
  if (n % NR == 0 || n % NR > NR / 2) return;
  const size_t words = zk_packed_words(bf16, NR, k);
  memset((uint32_t *)packed + n / NR * words, 0, words * sizeof(uint32_t));
}

void zk_pack_columns(int bf16, const float *b, size_t ldb, size_t n, size_t k, void *packed) {
  clear_last_panel(bf16, n, k, packed);
  pack_columns(bf16, b, ldb, n, k, packed);
}

void zk_pack(int bf16, const float *b, size_t ldb, size_t n, size_t k, void *packed) {
  clear_last_panel(bf16, n, k, packed);
  if (bf16) {
    pack_rows_bf16(b, ldb, n, k, packed);
  } else {
    pack_rows_f32(b, ldb, n, k, packed);
  }
}

// MARK: Register tiles

// How many columns of a panel a tile computes: a narrow result (colours, channels) needs fewer registers than a whole panel.
enum { WHOLE = 32, THREE_QUARTERS = 24, HALF = 16, QUARTER = 8, MASKED = 33 };

// MASKED is another way to compute three quarters, with half of the second register unused. Processors that halve 512-bit
// instructions are faster with a 256-bit register; others add 256-bit sums on one port only while 512-bit ones are under way.
static int halves_registers(void) { return __builtin_cpu_is("znver4"); }

static int lanes_of(size_t columns) { return columns > WHOLE ? WHOLE : (int)(columns + 7) / 8 * 8; }

// The sums of a tile, in registers: which of them there are follows from `lanes`, known to the compiler.
typedef struct {
  __m512 low[MR], high[MR];
  __m256 rest[MR];
} sums;

ZK_AVX512_INLINE void load_sums(sums *s, const int rows, const int lanes, const float *c, size_t ldc, int adds) {
#pragma clang loop unroll(full)
  for (int i = 0; i < rows; ++i, c += ldc) {
    if (lanes >= HALF) s->low[i] = adds ? _mm512_loadu_ps(c) : _mm512_setzero_ps();
    if (lanes == WHOLE) s->high[i] = adds ? _mm512_loadu_ps(c + 16) : _mm512_setzero_ps();
    if (lanes == MASKED) s->high[i] = adds ? _mm512_maskz_loadu_ps(0xFF, c + 16) : _mm512_setzero_ps();
    if (lanes % HALF == QUARTER) s->rest[i] = adds ? _mm256_loadu_ps(c + lanes - 8) : _mm256_setzero_ps();
  }
}

ZK_AVX512_INLINE void store_sums(const sums *s, const int rows, const int lanes, float *c, size_t ldc) {
#pragma clang loop unroll(full)
  for (int i = 0; i < rows; ++i, c += ldc) {
    if (lanes >= HALF) _mm512_storeu_ps(c, s->low[i]);
    if (lanes == WHOLE) _mm512_storeu_ps(c + 16, s->high[i]);
    if (lanes == MASKED) _mm512_mask_storeu_ps(c + 16, 0xFF, s->high[i]);
    if (lanes % HALF == QUARTER) _mm256_storeu_ps(c + lanes - 8, s->rest[i]);
  }
}

// c[rows][lanes] (+)= a·panel. `rows` and `lanes` are known to the compiler; `lda` counts words. A may come in parts, each
// `depth` long and `skip` words after the one before.
ZK_AVX512_INLINE void tile_f32(const int rows, const int lanes, const float *a, size_t lda, size_t parts, size_t skip,
                               const float *b, size_t depth, float *c, size_t ldc, int adds) {
  const int has_low = lanes >= HALF, has_high = lanes >= WHOLE, has_rest = lanes % HALF == QUARTER;
  const int rest_at = has_low ? 16 : 0;
  sums s;
  load_sums(&s, rows, lanes, c, ldc, adds);
  for (size_t part = 0; part < parts; ++part, a += skip) {
    for (size_t p = 0; p < depth; ++p, b += NR) {
#pragma clang loop unroll(full)
      for (int i = 0; i < rows; ++i) {
        const __m512 x = _mm512_set1_ps(a[i * lda + p]);
        if (has_low) s.low[i] = _mm512_fmadd_ps(_mm512_loadu_ps(b), x, s.low[i]);
        if (has_high) s.high[i] = _mm512_fmadd_ps(_mm512_loadu_ps(b + 16), x, s.high[i]);
        if (has_rest) s.rest[i] = _mm256_fmadd_ps(_mm256_loadu_ps(b + rest_at), _mm512_castps512_ps256(x), s.rest[i]);
      }
    }
  }
  store_sums(&s, rows, lanes, c, ldc);
}

ZK_BF16_INLINE void tile_bf16(const int rows, const int lanes, const pair *a, size_t lda, size_t parts, size_t skip,
                               const pair *b, size_t depth, float *c, size_t ldc, int adds) {
  const int has_low = lanes >= HALF, has_high = lanes >= WHOLE, has_rest = lanes % HALF == QUARTER;
  const int rest_at = has_low ? 16 : 0;
  sums s;
  load_sums(&s, rows, lanes, c, ldc, adds);
  for (size_t part = 0; part < parts; ++part, a += skip) {
    for (size_t p = 0; p < depth; ++p, b += NR) {
#pragma clang loop unroll(full)
      for (int i = 0; i < rows; ++i) {
        const __m512i x = _mm512_set1_epi32((int)a[i * lda + p]);
        if (has_low) s.low[i] = _mm512_dpbf16_ps(s.low[i], (__m512bh)_mm512_loadu_si512(b), (__m512bh)x);
        if (has_high) s.high[i] = _mm512_dpbf16_ps(s.high[i], (__m512bh)_mm512_loadu_si512(b + 16), (__m512bh)x);
        if (has_rest)
          s.rest[i] = _mm256_dpbf16_ps(s.rest[i], (__m256bh)_mm256_loadu_si256((const __m256i *)(b + rest_at)),
                                     (__m256bh)_mm512_castsi512_si256(x));
      }
    }
  }
  store_sums(&s, rows, lanes, c, ldc);
}

// Tiles of 4, 8 and 12 rows and of each width, in either precision.
#define TILES_OF(name, target, word, lanes)                                                                         \
  target static void name##_tile_##lanes(size_t rows, const word *a, size_t lda, size_t parts, size_t skip,         \
                                         const word *b, size_t depth, float *c, size_t ldc, int adds) {             \
    if (rows > 8) {                                                                                                 \
      tile_##name(12, lanes, a, lda, parts, skip, b, depth, c, ldc, adds);                                          \
    } else if (rows > 4) {                                                                                          \
      tile_##name(8, lanes, a, lda, parts, skip, b, depth, c, ldc, adds);                                           \
    } else {                                                                                                        \
      tile_##name(4, lanes, a, lda, parts, skip, b, depth, c, ldc, adds);                                           \
    }                                                                                                               \
  }
#define TILES(lanes)                      \
  TILES_OF(f32, ZK_AVX512, float, lanes) \
  TILES_OF(bf16, ZK_BF16, pair, lanes)
TILES(WHOLE)
TILES(MASKED)
TILES(THREE_QUARTERS)
TILES(HALF)
TILES(QUARTER)

static size_t tile_height(size_t rows) { return rows >= MR ? MR : (rows + 3) / 4 * 4; }

static void any_tile(int bf16, size_t rows, size_t columns, const void *a, size_t lda, size_t parts, size_t skip,
                     const void *b, size_t depth, float *c, size_t ldc, int adds) {
  switch (lanes_of(columns)) {
    case WHOLE:
      return bf16 ? bf16_tile_WHOLE(rows, a, lda, parts, skip, b, depth, c, ldc, adds)
                  : f32_tile_WHOLE(rows, a, lda, parts, skip, b, depth, c, ldc, adds);
    case THREE_QUARTERS:
      if (!halves_registers())
        return bf16 ? bf16_tile_MASKED(rows, a, lda, parts, skip, b, depth, c, ldc, adds)
                    : f32_tile_MASKED(rows, a, lda, parts, skip, b, depth, c, ldc, adds);
      return bf16 ? bf16_tile_THREE_QUARTERS(rows, a, lda, parts, skip, b, depth, c, ldc, adds)
                  : f32_tile_THREE_QUARTERS(rows, a, lda, parts, skip, b, depth, c, ldc, adds);
    case HALF:
      return bf16 ? bf16_tile_HALF(rows, a, lda, parts, skip, b, depth, c, ldc, adds)
                  : f32_tile_HALF(rows, a, lda, parts, skip, b, depth, c, ldc, adds);
    default:
      return bf16 ? bf16_tile_QUARTER(rows, a, lda, parts, skip, b, depth, c, ldc, adds)
                  : f32_tile_QUARTER(rows, a, lda, parts, skip, b, depth, c, ldc, adds);
  }
}

ZK_BF16 static void to_pairs(const float *x, size_t count, pair *out) {
  for (size_t k = 0; k < count; k += 32) _mm512_storeu_si512(out + k / 2, load_pairs(x + k, count - k));
}

// MARK: GEMM

size_t zk_packed_workspace(void) { return (size_t)GROUP * MR * KC; }

// Rows [rows][KC] of a left factor that lies transposed, `a[p·lda + i]`: 16 rows and 16 words of each at a time. Beyond the
// depth, and in rows beyond the last, are zeros.
ZK_AVX512 static void transpose_f32(const float *a, size_t lda, size_t rows, size_t depth, uint32_t *out) {
  for (size_t i = 0; i < rows; i += 16) {
    const __mmask16 mask = (__mmask16)((1u << smaller(16, rows - i)) - 1);
    for (size_t p = 0; p < depth; p += 16) {
      __m512i r[16];
      for (size_t t = 0; t < 16; ++t)
        r[t] = p + t < depth ? _mm512_maskz_loadu_epi32(mask, a + (p + t) * lda + i) : _mm512_setzero_si512();
      transpose16(r);
      for (size_t t = 0; t < 16; ++t) _mm512_storeu_si512(out + (i + t) * KC + p, r[t]);
    }
  }
}

ZK_BF16 static void transpose_bf16(const float *a, size_t lda, size_t rows, size_t depth, uint32_t *out) {
  for (size_t i = 0; i < rows; i += 16) {
    const __mmask16 mask = (__mmask16)((1u << smaller(16, rows - i)) - 1);
    for (size_t p = 0; p < depth; p += 32) {
      __m512i r[16];
      for (size_t t = 0; t < 16; ++t) {
        const size_t k = p + 2 * t;
        const __m512 even = k < depth ? _mm512_maskz_loadu_ps(mask, a + k * lda + i) : _mm512_setzero_ps();
        const __m512 odd = k + 1 < depth ? _mm512_maskz_loadu_ps(mask, a + (k + 1) * lda + i) : _mm512_setzero_ps();
        r[t] = pairs_of(even, odd);
      }
      transpose16(r);
      for (size_t t = 0; t < 16; ++t) _mm512_storeu_si512(out + (i + t) * (KC / 2) + p / 2, r[t]);
    }
  }
}

static void multiply(int bf16, int transposed, size_t m, size_t n, size_t k, const float *a, size_t lda,
                     const void *packed, int adds, float *c, size_t ldc, void *workspace) {
  const size_t panel_words = NR * depth_of(bf16, k);
  for (size_t top = 0; top < m; top += GROUP * MR) {
    const size_t rows = smaller(GROUP * MR, m - top);
    const size_t padded = rows / MR * MR + tile_height(rows % MR);
    for (size_t first = 0; first < k || first == 0; first += KC) {
      const size_t depth = smaller(KC, k - first);
      const float *source = transposed ? a + first * lda + top : a + top * lda + first;
      const void *left = source;
      size_t stride = lda;
      if (transposed) {
        (bf16 ? transpose_bf16 : transpose_f32)(source, lda, rows, depth, workspace);
        stride = bf16 ? KC / 2 : KC;
        left = workspace;
      } else if (bf16 || lda % 512 == 0 || padded != rows) {
        // Rows a multiple of 2 KiB apart share a few cache sets and push each other out; the missing rows of a low tile are
        // read too; and bfloat16 must be made.
        uint32_t *copy = workspace;
        stride = bf16 ? KC / 2 : KC;
        for (size_t i = 0; i < padded; ++i) {
          if (i >= rows) {
            memset(copy + i * stride, 0, stride * sizeof(uint32_t));
          } else if (bf16) {
            to_pairs(source + i * lda, depth, copy + i * stride);
          } else {
            memcpy(copy + i * stride, source + i * lda, depth * sizeof(float));
          }
        }
        left = copy;
      }
      const int continues = adds || first > 0;
      for (size_t j = 0; j < n; j += NR) {
        const uint32_t *panel = (const uint32_t *)packed + j / NR * panel_words + NR * (bf16 ? first / 2 : first);
        const size_t columns = smaller(NR, n - j);
        for (size_t i = 0; i < rows; i += MR) {
          const uint32_t *own = (const uint32_t *)left + i * stride;
          float *target = c + (top + i) * ldc + j;
          const size_t height = smaller(MR, rows - i);
          if (columns == (size_t)lanes_of(columns) && tile_height(height) == height) {
            any_tile(bf16, height, columns, own, stride, 1, 0, panel, depth_of(bf16, depth), target, ldc, continues);
            continue;
          }
          float edge[MR * NR] = {0};
          if (continues)
            for (size_t r = 0; r < height; ++r) memcpy(edge + r * NR, target + r * ldc, columns * sizeof(float));
          any_tile(bf16, height, columns, own, stride, 1, 0, panel, depth_of(bf16, depth), edge, NR, continues);
          for (size_t r = 0; r < height; ++r) memcpy(target + r * ldc, edge + r * NR, columns * sizeof(float));
        }
      }
    }
  }
}

void zk_multiply_packed(int bf16, size_t m, size_t n, size_t k, const float *a, size_t lda, const void *packed,
                        int adds, float *c, size_t ldc, void *workspace) {
  multiply(bf16, 0, m, n, k, a, lda, packed, adds, c, ldc, workspace);
}

void zk_multiply_packed_transposed(int bf16, size_t m, size_t n, size_t k, const float *a, size_t lda,
                                   const void *packed, int adds, float *c, size_t ldc, void *workspace) {
  multiply(bf16, 1, m, n, k, a, lda, packed, adds, c, ldc, workspace);
}

// MARK: Convolution

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
      any_tile(bf16, height_of_tile, columns, lines + x * step, step, 3, words, panel, depth, out, whole ? n : NR, 0);
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
        transpose_f32(dy + ((first + line) * width + start) * outputs + top, outputs, rows, depth, left);
        for (size_t neighbor = 0; neighbor < 9; ++neighbor)
          for (size_t j = 0; j < padded; j += NR) {
            const float *b = copies + (line + neighbor / 3) * line_words + j / NR * panel + (start + neighbor % 3) * NR;
            for (size_t i = 0; i < rows; i += MR)
              any_tile(0, tile_height(smaller(MR, rows - i)), smaller(NR, channels - j), left + i * KC, KC, 1, 0, b, depth,
                       sums + ((top + i) * 9 + neighbor) * padded + j, 9 * padded, 1);
          }
      }
  for (size_t i = 0; i < outputs; ++i)
    for (size_t neighbor = 0; neighbor < 9; ++neighbor)
      for (size_t j = 0; j < channels; ++j)
        dw[(i * 9 + neighbor) * channels + j] += sums[(i * 9 + neighbor) * padded + j];
}

// MARK: Attention

// 2^y for y far below 128, by whole turns of the exponent and a polynomial of the rest (see exp.h for e^r).
ZK_AVX512_INLINE __m512 power_of_2(__m512 y, __mmask16 mask) {
  const __m512 n = _mm512_roundscale_ps(y, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
  const __m512 r = _mm512_mul_ps(_mm512_sub_ps(y, n), _mm512_set1_ps(0.693147180559945309f));
  __m512 p = _mm512_set1_ps(0x1.6a2392p-10f);
  p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(0x1.123a44p-7f));
  p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(0x1.5558f4p-5f));
  p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(0x1.555490p-3f));
  p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(0x1.fffffcp-2f));
  p = _mm512_fmadd_ps(_mm512_mul_ps(p, r), r, r);
  return _mm512_maskz_scalef_ps(mask, _mm512_add_ps(p, _mm512_set1_ps(1)), n);
}

// Which of the 16 columns from j on are among the first `count`.
ZK_AVX512_INLINE __mmask16 columns_within(size_t count, size_t j) {
  return j + 16 <= count ? 0xFFFF : (__mmask16)((1u << (count > j ? count - j : 0)) - 1);
}

#define LOG2_E 1.44269504088896341f

// x = exp(scale·(x − top)) over whole registers; returns the sum of the first `count`, and zeros the rest.
ZK_AVX512_INLINE float exp_row(float *x, size_t count, size_t padded, float scale, float *greatest) {
  __m512 top = _mm512_set1_ps(-INFINITY);
  for (size_t j = 0; j < count; j += 16)
    top = _mm512_mask_max_ps(top, columns_within(count, j), top, _mm512_loadu_ps(x + j));
  *greatest = _mm512_reduce_max_ps(top);
  const __m512 factor = _mm512_set1_ps(scale * LOG2_E);
  const __m512 offset = _mm512_mul_ps(_mm512_set1_ps(*greatest), factor);
  __m512 sum = _mm512_setzero_ps();
  for (size_t j = 0; j < padded; j += 16) {
    const __m512 y = _mm512_fmsub_ps(_mm512_loadu_ps(x + j), factor, offset);
    const __m512 p = power_of_2(y, columns_within(count, j));
    _mm512_storeu_ps(x + j, p);
    sum = _mm512_add_ps(sum, p);
  }
  return _mm512_reduce_add_ps(sum);
}

static size_t padded_keys(size_t keys) { return (keys + NR - 1) / NR * NR; }

// Rows of scores, one cache line further apart than need be: at a power of two they would share cache sets.
static size_t score_stride(size_t keys) { return padded_keys(keys) + 16; }

// Keys that a row sees: all, or those up to `causal_first` plus its number.
static size_t visible_keys(ptrdiff_t causal_first, size_t row, size_t keys) {
  if (causal_first >= (ptrdiff_t)keys) return keys;
  const ptrdiff_t end = causal_first + (ptrdiff_t)row + 1;
  return end < 0 ? 0 : smaller((size_t)end, keys);
}

size_t zk_attention_words(int bf16, size_t keys, size_t size) {
  // Packed keys and values; then scores of a tile, in both forms, a tile of queries and one of results.
  return zk_packed_words(bf16, keys, size) + zk_packed_words(bf16, size, keys) + 2 * MR * score_stride(keys) +
         MR * (size + NR) + MR * NR;
}

void zk_attention_pack(int bf16, const float *key, size_t key_stride, const float *value, size_t value_stride,
                       size_t keys, size_t size, void *workspace) {
  uint32_t *const packed_values = (uint32_t *)workspace + zk_packed_words(bf16, keys, size);
  zk_pack(bf16, key, key_stride, keys, size, workspace);
  zk_pack_columns(bf16, value, value_stride, size, keys, packed_values);
}

ZK_AVX512 void zk_attention(int bf16, const float *query, size_t query_stride, size_t rows, size_t keys, size_t size,
                            float scale, ptrdiff_t causal_first, float *y, size_t y_stride, float *log_sums,
                            size_t log_stride, void *workspace) {
  const uint32_t *const packed_keys = workspace;
  const uint32_t *const packed_values = packed_keys + zk_packed_words(bf16, keys, size);
  float *const scores = (float *)(uintptr_t)(packed_values + zk_packed_words(bf16, size, keys));
  const size_t padded = padded_keys(keys), width = score_stride(keys);
  uint32_t *const probabilities = (uint32_t *)(scores + MR * width);
  uint32_t *const queries = probabilities + MR * width;
  float *const edge = (float *)(queries + MR * (size + NR));
  for (size_t top = 0; top < rows; top += MR) {
    const size_t height = smaller(MR, rows - top);
    // [height, size] where the tile can read it: rows to spare, in the right precision, next to each other.
    const size_t stride = bf16 ? depth_of(1, size) + NR / 2 : size + NR;
    for (size_t i = 0; i < MR; ++i) {
      const float *source = query + (top + i) * query_stride;
      if (i >= height) {
        memset(queries + i * stride, 0, stride * sizeof(uint32_t));
      } else if (bf16) {
        to_pairs(source, size, queries + i * stride);
      } else {
        memcpy(queries + i * stride, source, size * sizeof(float));
      }
    }
    for (size_t j = 0; j < padded; j += NR)
      any_tile(bf16, height, NR, queries, stride, 1, 0, packed_keys + j * depth_of(bf16, size), depth_of(bf16, size),
               scores + j, width, 0);
    float factors[MR];
    for (size_t i = 0; i < height; ++i) {
      float greatest;
      const size_t visible = visible_keys(causal_first, top + i, keys);
      const float sum = exp_row(scores + i * width, visible, padded, scale, &greatest);
      factors[i] = sum > 0 ? 1.0f / sum : 0.0f;
      if (log_sums) log_sums[(top + i) * log_stride] = sum == 0 ? INFINITY : greatest * scale + logf(sum);
      if (bf16) to_pairs(scores + i * width, padded, probabilities + i * (width / 2));
    }
    for (size_t j = 0; j < size; j += NR) {
      const size_t columns = smaller(NR, size - j);
      any_tile(bf16, height, columns, bf16 ? (const void *)probabilities : scores, bf16 ? width / 2 : width,
               1, 0, packed_values + j * depth_of(bf16, keys), depth_of(bf16, keys), edge, NR, 0);
      for (size_t i = 0; i < height; ++i) {
        float *row = y + (top + i) * y_stride + j;
        for (size_t c = 0; c < columns; ++c) row[c] = edge[i * NR + c] * factors[i];
      }
    }
  }
}

// MARK: Gradients of attention

// Queries at a time: their scores and the gradients of these stay in the second-level cache.
static size_t query_block(size_t keys) {
  const size_t groups = 65536 / score_stride(keys) / (GROUP * MR);
  return GROUP * MR * (groups < 1 ? 1 : groups > 4 ? 4 : groups);
}

size_t zk_attention_vjp_words(int bf16, size_t keys, size_t size) {
  const size_t rows = query_block(keys);
  return 2 * zk_packed_words(bf16, keys, size) + zk_packed_words(bf16, size, keys) + 2 * rows * score_stride(keys) +
         2 * zk_packed_words(bf16, size, rows) + zk_packed_workspace();
}

// x = exp(scale·x − log_sum) for the first `visible` columns, 0 for others; dx = scale · x · (dx − delta).
ZK_AVX512_INLINE void score_gradients(float *x, float *dx, size_t visible, size_t keys, float scale, float log_sum,
                                      float delta) {
  const __m512 factor = _mm512_set1_ps(scale * LOG2_E), offset = _mm512_set1_ps(log_sum * LOG2_E);
  for (size_t j = 0; j < keys; j += 16) {
    const __m512 y = _mm512_fmsub_ps(_mm512_loadu_ps(x + j), factor, offset);
    const __m512 p = power_of_2(y, columns_within(visible, j));
    _mm512_storeu_ps(x + j, p);
    const __m512 from = _mm512_sub_ps(_mm512_loadu_ps(dx + j), _mm512_set1_ps(delta));
    _mm512_storeu_ps(dx + j, _mm512_mul_ps(_mm512_mul_ps(p, _mm512_set1_ps(scale)), from));
  }
}

ZK_AVX512_INLINE float product_sum(const float *a, const float *b, size_t n) {
  __m512 sum = _mm512_setzero_ps();
  for (size_t j = 0; j < n; j += 16) {
    const __mmask16 mask = columns_within(n, j);
    sum = _mm512_fmadd_ps(_mm512_maskz_loadu_ps(mask, a + j), _mm512_maskz_loadu_ps(mask, b + j), sum);
  }
  return _mm512_reduce_add_ps(sum);
}

ZK_AVX512 void zk_attention_vjp(int bf16, size_t queries, size_t keys, size_t size, float scale, ptrdiff_t causal_first,
                                const float *q, size_t q_stride, const float *k, size_t k_stride, const float *v,
                                size_t v_stride, const float *y, const float *dy, size_t y_stride,
                                const float *log_sums, size_t log_stride, float *dq, size_t dq_stride, float *dk,
                                size_t dk_stride, float *dv, size_t dv_stride, void *workspace) {
  const size_t block = query_block(keys), padded = padded_keys(keys), width = score_stride(keys);
  uint32_t *const key_rows = workspace;
  uint32_t *const value_rows = key_rows + zk_packed_words(bf16, keys, size);
  uint32_t *const key_columns = value_rows + zk_packed_words(bf16, keys, size);
  float *const scores = (float *)(key_columns + zk_packed_words(bf16, size, keys));
  float *const slopes = scores + block * width;
  uint32_t *const own = (uint32_t *)(slopes + block * width);
  uint32_t *const own_gradients = own + zk_packed_words(bf16, size, block);
  uint32_t *const rest = own_gradients + zk_packed_words(bf16, size, block);
  zk_pack(bf16, k, k_stride, keys, size, key_rows);
  zk_pack(bf16, v, v_stride, keys, size, value_rows);
  zk_pack_columns(bf16, k, k_stride, size, keys, key_columns);
  for (size_t top = 0; top < queries; top += block) {
    const size_t rows = smaller(block, queries - top);
    const float *block_q = q + top * q_stride, *block_y = y + top * y_stride, *block_dy = dy + top * y_stride;
    // What is computed beyond the last key is 0 or read by nobody.
    multiply(bf16, 0, rows, padded, size, block_q, q_stride, key_rows, 0, scores, width, rest);
    multiply(bf16, 0, rows, padded, size, block_dy, y_stride, value_rows, 0, slopes, width, rest);
    for (size_t i = 0; i < rows; ++i) {
      // δ = Σⱼ pⱼ·dpⱼ equals dy·y, which is shorter (Dao et al. 2022, arXiv:2205.14135, appendix B).
      const float delta = product_sum(block_y + i * y_stride, block_dy + i * y_stride, size);
      score_gradients(scores + i * width, slopes + i * width, visible_keys(causal_first, top + i, keys), keys, scale,
                      log_sums[(top + i) * log_stride], delta);
    }
    zk_pack_columns(bf16, block_dy, y_stride, size, rows, own_gradients);
    multiply(bf16, 1, keys, size, rows, scores, width, own_gradients, 1, dv, dv_stride, rest);
    multiply(bf16, 0, rows, size, keys, slopes, width, key_columns, 1, dq + top * dq_stride, dq_stride, rest);
    zk_pack_columns(bf16, block_q, q_stride, size, rows, own);
    multiply(bf16, 1, keys, size, rows, slopes, width, own, 1, dk, dk_stride, rest);
  }
}

#else

int zk_has_packed(int bf16) { return (void)bf16, 0; }
size_t zk_packed_words(int bf16, size_t n, size_t k) { return (void)bf16, (void)n, (void)k, 0; }
size_t zk_packed_workspace(void) { return 0; }
size_t zk_attention_words(int bf16, size_t keys, size_t size) { return (void)bf16, (void)keys, (void)size, 0; }
void zk_pack(int bf16, const float *b, size_t ldb, size_t n, size_t k, void *packed) {
  (void)bf16, (void)b, (void)ldb, (void)n, (void)k, (void)packed;
}
void zk_multiply_packed(int bf16, size_t m, size_t n, size_t k, const float *a, size_t lda, const void *packed,
                        int adds, float *c, size_t ldc, void *workspace) {
  (void)bf16, (void)m, (void)n, (void)k, (void)a, (void)lda, (void)packed, (void)adds, (void)c, (void)ldc,
      (void)workspace;
}
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
void zk_attention_pack(int bf16, const float *key, size_t key_stride, const float *value, size_t value_stride,
                       size_t keys, size_t size, void *workspace) {
  (void)bf16, (void)key, (void)key_stride, (void)value, (void)value_stride, (void)keys, (void)size, (void)workspace;
}
void zk_attention(int bf16, const float *query, size_t query_stride, size_t rows, size_t keys, size_t size,
                  float scale, ptrdiff_t causal_first, float *y, size_t y_stride, float *log_sums, size_t log_stride,
                  void *workspace) {
  (void)bf16, (void)query, (void)query_stride, (void)rows, (void)keys, (void)size, (void)scale, (void)causal_first,
      (void)y, (void)y_stride, (void)log_sums, (void)log_stride, (void)workspace;
}
void zk_pack_columns(int bf16, const float *b, size_t ldb, size_t n, size_t k, void *packed) {
  (void)bf16, (void)b, (void)ldb, (void)n, (void)k, (void)packed;
}
void zk_multiply_packed_transposed(int bf16, size_t m, size_t n, size_t k, const float *a, size_t lda,
                                   const void *packed, int adds, float *c, size_t ldc, void *workspace) {
  (void)bf16, (void)m, (void)n, (void)k, (void)a, (void)lda, (void)packed, (void)adds, (void)c, (void)ldc,
      (void)workspace;
}
size_t zk_attention_vjp_words(int bf16, size_t keys, size_t size) { return (void)bf16, (void)keys, (void)size, 0; }
void zk_attention_vjp(int bf16, size_t queries, size_t keys, size_t size, float scale, ptrdiff_t causal_first,
                      const float *q, size_t q_stride, const float *k, size_t k_stride, const float *v,
                      size_t v_stride, const float *y, const float *dy, size_t y_stride, const float *log_sums,
                      size_t log_stride, float *dq, size_t dq_stride, float *dk, size_t dk_stride, float *dv,
                      size_t dv_stride, void *workspace) {
  (void)bf16, (void)queries, (void)keys, (void)size, (void)scale, (void)causal_first, (void)q, (void)q_stride, (void)k,
      (void)k_stride, (void)v, (void)v_stride, (void)y, (void)dy, (void)y_stride, (void)log_sums, (void)log_stride,
      (void)dq, (void)dq_stride, (void)dk, (void)dk_stride, (void)dv, (void)dv_stride, (void)workspace;
}

#endif
