// GEMM with a right factor that was packed before: weights, which stay the same from step to step, and the
// keys and values of one head. In fp32 (AVX-512) or with factors rounded to bfloat16 (AVX512-BF16).
//
// Not a BLAS: one thread, C = A·Bᵀ on row-major matrices, A read where it lies. A general library packs both factors at
// every call, which costs it about a tenth of a GEMM with 500 rows.

#include "packed.h"

#if defined(__x86_64__) && defined(__linux__)

int zk_has_packed(int bf16) {
  __builtin_cpu_init();
  const int wide = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                   __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
  return wide && (!bf16 || __builtin_cpu_supports("avx512bf16"));
}

// MARK: Packing

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

// MASKED is another way to compute three quarters, with half of the second register unused. Processors that halve 512-bit
// instructions are faster with a 256-bit register; others add 256-bit sums on one port only while 512-bit ones are under way.
static int halves_registers(void) { return __builtin_cpu_is("znver4"); }

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

void zk_tile(int bf16, size_t rows, size_t columns, const void *a, size_t lda, size_t parts, size_t skip,
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

// MARK: GEMM

size_t zk_packed_workspace(void) { return (size_t)GROUP * MR * KC; }

// Rows [rows][KC] of a left factor that lies transposed, `a[p·lda + i]`: 16 rows and 16 words of each at a time. Beyond the
// depth, and in rows beyond the last, are zeros.
ZK_AVX512 void zk_transpose_f32(const float *a, size_t lda, size_t rows, size_t depth, uint32_t *out) {
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
        (bf16 ? transpose_bf16 : zk_transpose_f32)(source, lda, rows, depth, workspace);
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
            zk_tile(bf16, height, columns, own, stride, 1, 0, panel, depth_of(bf16, depth), target, ldc, continues);
            continue;
          }
          float edge[MR * NR] = {0};
          if (continues)
            for (size_t r = 0; r < height; ++r) memcpy(edge + r * NR, target + r * ldc, columns * sizeof(float));
          zk_tile(bf16, height, columns, own, stride, 1, 0, panel, depth_of(bf16, depth), edge, NR, continues);
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

#else

int zk_has_packed(int bf16) { return (void)bf16, 0; }
size_t zk_packed_words(int bf16, size_t n, size_t k) { return (void)bf16, (void)n, (void)k, 0; }
size_t zk_packed_workspace(void) { return 0; }
void zk_pack(int bf16, const float *b, size_t ldb, size_t n, size_t k, void *packed) {
  (void)bf16, (void)b, (void)ldb, (void)n, (void)k, (void)packed;
}
void zk_multiply_packed(int bf16, size_t m, size_t n, size_t k, const float *a, size_t lda, const void *packed,
                        int adds, float *c, size_t ldc, void *workspace) {
  (void)bf16, (void)m, (void)n, (void)k, (void)a, (void)lda, (void)packed, (void)adds, (void)c, (void)ldc,
      (void)workspace;
}
void zk_pack_columns(int bf16, const float *b, size_t ldb, size_t n, size_t k, void *packed) {
  (void)bf16, (void)b, (void)ldb, (void)n, (void)k, (void)packed;
}
void zk_multiply_packed_transposed(int bf16, size_t m, size_t n, size_t k, const float *a, size_t lda,
                                   const void *packed, int adds, float *c, size_t ldc, void *workspace) {
  (void)bf16, (void)m, (void)n, (void)k, (void)a, (void)lda, (void)packed, (void)adds, (void)c, (void)ldc,
      (void)workspace;
}

#endif
