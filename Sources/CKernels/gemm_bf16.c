// Matrix multiplication in bfloat16 with fp32 sums, for CPUs with AVX512-BF16.
//
// Not a general BLAS: one thread, C = alpha·op(A)·op(B) + beta·C on fp32 matrices that are rounded to bfloat16 while they
// are packed. The hardware multiplies pairs of neighbouring k at once (VDPBF16PS), so everything is packed in pairs.
// Blocking follows Goto & van de Geijn 2008, "Anatomy of high-performance matrix multiplication".

#include "bf16.h"

#include <string.h>

#if defined(__x86_64__) && defined(__linux__)

#define MR 12          // rows of a register tile: 12 × 2 accumulators of the 32 registers
#define NR 32          // columns of a register tile: two registers of 16
#define KC 256         // depth of a packed block; a B panel of KC × NR bfloat16 is 16 KiB, half of the L1 cache
#define KP (KC / 2)    // … in pairs
#define MC 96          // rows of a packed block of A: 48 KiB
#define NC 1024        // columns of a packed block of B: 512 KiB, half of the L2 cache

// A as rows of pairs, [rows][KP], for op(A) with contiguous k.
ZK_BF16 static void pack_a_rows(const float *a, size_t lda, size_t rows, size_t depth, pair *out) {
  const size_t padded = (rows + MR - 1) / MR * MR;
  for (size_t i = 0; i < rows; ++i)
    for (size_t k = 0; k < depth; k += 32)
      _mm512_storeu_si512(out + i * KP + k / 2, load_pairs(a + i * lda + k, depth - k));
  for (size_t i = rows; i < padded; ++i) memset(out + i * KP, 0, KP * sizeof(pair));
}

// A as [panel][pair][MR], for op(A) with contiguous rows.
ZK_BF16 static void pack_a_columns(const float *a, size_t lda, size_t rows, size_t depth, pair *out) {
  for (size_t i = 0; i < rows; i += MR) {
    const size_t count = rows - i < MR ? rows - i : MR;
    const __mmask16 mask = (__mmask16)((1u << count) - 1);
    pair *panel = out + i * KP;
    for (size_t k = 0; k < depth; k += 2) {
      const __m512 even = _mm512_maskz_loadu_ps(mask, a + k * lda + i);
      const __m512 odd = k + 1 < depth ? _mm512_maskz_loadu_ps(mask, a + (k + 1) * lda + i) : _mm512_setzero_ps();
      _mm512_mask_storeu_epi32(panel + k / 2 * MR, (1u << MR) - 1, pairs_of(even, odd));
    }
  }
}

// B as [panel][pair][NR], for op(B) with contiguous columns.
ZK_BF16 static void pack_b_rows(const float *b, size_t ldb, size_t columns, size_t depth, pair *out) {
  for (size_t j = 0; j < columns; j += NR) {
    pair *panel = out + j * KP;
    for (size_t half = 0; half < NR; half += 16) {
      const size_t left = columns > j + half ? columns - j - half : 0;
      const __mmask16 mask = left >= 16 ? 0xFFFF : (__mmask16)((1u << left) - 1);
      const float *source = b + j + (left ? half : 0);
      for (size_t k = 0; k < depth; k += 2) {
        const __m512 even = _mm512_maskz_loadu_ps(mask, source + k * ldb);
        const __m512 odd = k + 1 < depth ? _mm512_maskz_loadu_ps(mask, source + (k + 1) * ldb) : _mm512_setzero_ps();
        _mm512_storeu_si512(panel + k / 2 * NR + half, pairs_of(even, odd));
      }
    }
  }
}

// B as [panel][pair][NR], for op(B) with contiguous k (weights as linear layers store them).
ZK_BF16 static void pack_b_columns(const float *b, size_t ldb, size_t columns, size_t depth, pair *out) {
  for (size_t j = 0; j < columns; j += NR) {
    pair *panel = out + j * KP;
    for (size_t half = 0; half < NR; half += 16) {
      for (size_t k = 0; k < depth; k += 32) {
        __m512i rows[16];
        for (size_t i = 0; i < 16; ++i) {
          const size_t column = j + half + i;
          rows[i] = column < columns ? load_pairs(b + column * ldb + k, depth - k) : _mm512_setzero_si512();
        }
        transpose16(rows);
        // Pairs beyond the depth are zeros, and KP is a multiple of 16: the store stays inside the panel.
        for (size_t p = 0; p < 16; ++p) _mm512_storeu_si512(panel + (k / 2 + p) * NR + half, rows[p]);
      }
    }
  }
}

// One register tile: c[MR][NR] (+)= a·b over `count` pairs. `a_row` and `a_pair` are the strides of A between rows and pairs.
ZK_BF16_INLINE void multiply_tile(const pair *a, const size_t a_row, const size_t a_pair, const pair *b, size_t count,
                               float alpha, float *c, size_t ldc, float beta) {
  __m512 sum[MR][2];
  for (int i = 0; i < MR; ++i) sum[i][0] = sum[i][1] = _mm512_setzero_ps();
  for (size_t p = 0; p < count; ++p) {
    const __m512bh b0 = (__m512bh)_mm512_loadu_si512(b + p * NR);
    const __m512bh b1 = (__m512bh)_mm512_loadu_si512(b + p * NR + 16);
#pragma clang loop unroll(full)
    for (int i = 0; i < MR; ++i) {
      const __m512bh x = (__m512bh)_mm512_set1_epi32((int)a[i * a_row + p * a_pair]);
      sum[i][0] = _mm512_dpbf16_ps(sum[i][0], b0, x);
      sum[i][1] = _mm512_dpbf16_ps(sum[i][1], b1, x);
    }
  }
  const __m512 factor = _mm512_set1_ps(alpha);
  for (int i = 0; i < MR; ++i)
    for (int h = 0; h < 2; ++h) {
      float *target = c + i * ldc + h * 16;
      __m512 value = _mm512_mul_ps(factor, sum[i][h]);
      if (beta != 0) value = _mm512_fmadd_ps(_mm512_set1_ps(beta), _mm512_loadu_ps(target), value);
      _mm512_storeu_ps(target, value);
    }
}

ZK_BF16 static void tile_rows(const pair *a, const pair *b, size_t count, float alpha, float *c, size_t ldc, float beta) {
  multiply_tile(a, KP, 1, b, count, alpha, c, ldc, beta);
}

ZK_BF16 static void tile_columns(const pair *a, const pair *b, size_t count, float alpha, float *c, size_t ldc,
                              float beta) {
  multiply_tile(a, 1, MR, b, count, alpha, c, ldc, beta);
}

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

size_t zk_gemm_bf16_workspace(void) { return (size_t)(MC + NC + NR) * KP; }

ZK_BF16 void zk_gemm_bf16(int a_transposed, int b_transposed, size_t m, size_t n, size_t k, float alpha, const float *a,
                       size_t lda, const float *b, size_t ldb, float beta, float *c, size_t ldc, void *workspace) {
  pair *const packed_a = (pair *)workspace;
  pair *const packed_b = packed_a + MC * KP;
  if (k == 0) {
    for (size_t i = 0; i < m; ++i)
      for (size_t j = 0; j < n; ++j) c[i * ldc + j] = beta == 0 ? 0 : beta * c[i * ldc + j];
    return;
  }
  for (size_t jc = 0; jc < n; jc += NC) {
    const size_t columns = smaller(NC, n - jc);
    for (size_t kc = 0; kc < k; kc += KC) {
      const size_t depth = smaller(KC, k - kc);
      const size_t pairs = (depth + 1) / 2;
      const float block_beta = kc == 0 ? beta : 1.0f;
      if (b_transposed) {
        pack_b_columns(b + jc * ldb + kc, ldb, columns, depth, packed_b);
      } else {
        pack_b_rows(b + kc * ldb + jc, ldb, columns, depth, packed_b);
      }
      for (size_t ic = 0; ic < m; ic += MC) {
        const size_t rows = smaller(MC, m - ic);
        if (a_transposed) {
          pack_a_columns(a + kc * lda + ic, lda, rows, depth, packed_a);
        } else {
          pack_a_rows(a + ic * lda + kc, lda, rows, depth, packed_a);
        }
        for (size_t j = 0; j < columns; j += NR) {
          for (size_t i = 0; i < rows; i += MR) {
            float *target = c + (ic + i) * ldc + jc + j;
            const size_t own_rows = smaller(MR, rows - i), own_columns = smaller(NR, columns - j);
            const int whole = own_rows == MR && own_columns == NR;
            float edge[MR * NR];
            float *out = whole ? target : edge;
            const size_t stride = whole ? ldc : NR;
            const float out_beta = whole ? block_beta : 0;
            if (a_transposed) {
              tile_columns(packed_a + i * KP, packed_b + j * KP, pairs, alpha, out, stride, out_beta);
            } else {
              tile_rows(packed_a + i * KP, packed_b + j * KP, pairs, alpha, out, stride, out_beta);
            }
            if (!whole)
              for (size_t r = 0; r < own_rows; ++r)
                for (size_t s = 0; s < own_columns; ++s) {
                  float *value = target + r * ldc + s;
                  *value = edge[r * NR + s] + (block_beta == 0 ? 0 : block_beta * *value);
                }
          }
        }
      }
    }
  }
}

int zk_has_bf16(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512bf16") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
}

#else

int zk_has_bf16(void) { return 0; }
size_t zk_gemm_bf16_workspace(void) { return 0; }
void zk_gemm_bf16(int a_transposed, int b_transposed, size_t m, size_t n, size_t k, float alpha, const float *a,
                  size_t lda, const float *b, size_t ldb, float beta, float *c, size_t ldc, void *workspace) {
  (void)a_transposed; (void)b_transposed; (void)m; (void)n; (void)k; (void)alpha; (void)a; (void)lda; (void)b;
  (void)ldb; (void)beta; (void)c; (void)ldc; (void)workspace;
}

#endif
