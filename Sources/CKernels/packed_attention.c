// Attention of one head, and its gradient: keys and values are packed once, and the scores of some queries stay in cache.

#include "packed.h"

#if defined(__x86_64__) && defined(__linux__)

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
      zk_tile(bf16, height, NR, queries, stride, 1, 0, packed_keys + j * depth_of(bf16, size), depth_of(bf16, size),
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
      zk_tile(bf16, height, columns, bf16 ? (const void *)probabilities : scores, bf16 ? width / 2 : width,
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
    zk_multiply_packed(bf16, rows, padded, size, block_q, q_stride, key_rows, 0, scores, width, rest);
    zk_multiply_packed(bf16, rows, padded, size, block_dy, y_stride, value_rows, 0, slopes, width, rest);
    for (size_t i = 0; i < rows; ++i) {
      // δ = Σⱼ pⱼ·dpⱼ equals dy·y, which is shorter (Dao et al. 2022, arXiv:2205.14135, appendix B).
      const float delta = product_sum(block_y + i * y_stride, block_dy + i * y_stride, size);
      score_gradients(scores + i * width, slopes + i * width, visible_keys(causal_first, top + i, keys), keys, scale,
                      log_sums[(top + i) * log_stride], delta);
    }
    zk_pack_columns(bf16, block_dy, y_stride, size, rows, own_gradients);
    zk_multiply_packed_transposed(bf16, keys, size, rows, scores, width, own_gradients, 1, dv, dv_stride, rest);
    zk_multiply_packed(bf16, rows, size, keys, slopes, width, key_columns, 1, dq + top * dq_stride, dq_stride, rest);
    zk_pack_columns(bf16, block_q, q_stride, size, rows, own);
    zk_multiply_packed_transposed(bf16, keys, size, rows, slopes, width, own, 1, dk, dk_stride, rest);
  }
}

#else

size_t zk_attention_words(int bf16, size_t keys, size_t size) { return (void)bf16, (void)keys, (void)size, 0; }
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
