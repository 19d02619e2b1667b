// Softmax over rows, its recomputation from saved log-sums and its vector-Jacobian product.

#include "exp.h"

#include <math.h>

#define LANES 16

ZK_INLINE size_t visible_columns(ptrdiff_t causal_first, size_t row, size_t n) {
  const ptrdiff_t end = causal_first >= (ptrdiff_t)n ? (ptrdiff_t)n : causal_first + (ptrdiff_t)row + 1;
  return end < 0 ? 0 : (end < (ptrdiff_t)n ? (size_t)end : n);
}

ZK_INLINE float row_max(const float *row, size_t n, float scale) {
  // Explicit lanes: the compiler does not vectorise a maximum on its own without -ffinite-math-only.
  float lane[LANES];
  for (int l = 0; l < LANES; ++l) lane[l] = -INFINITY;
  size_t j = 0;
  for (; j + LANES <= n; j += LANES)
    for (int l = 0; l < LANES; ++l) {
      const float v = row[j + l] * scale;
      lane[l] = v > lane[l] ? v : lane[l];
    }
  float top = -INFINITY;
  for (int l = 0; l < LANES; ++l) top = lane[l] > top ? lane[l] : top;
  for (; j < n; ++j) {
    const float v = row[j] * scale;
    top = v > top ? v : top;
  }
  return top;
}

/// row = exp(scale·row − top), returns the sum.
ZK_INLINE float row_exp(float *row, size_t n, float scale, float top) {
  ZK_REASSOCIATE
  float sum = 0;
  for (size_t j = 0; j < n; ++j) {
    const float e = zk_exp1(row[j] * scale - top);
    row[j] = e;
    sum += e;
  }
  return sum;
}

ZK_KERNEL void zk_softmax(float *x, size_t stride, size_t rows, size_t n, float scale,
                          ptrdiff_t causal_first, float *log_sums) {
  for (size_t i = 0; i < rows; ++i) {
    float *row = x + i * stride;
    const size_t visible = visible_columns(causal_first, i, n);
    const float top = row_max(row, visible, scale);
    // Nothing above −inf: all hidden, which exp(−inf − 0) turns into zeros, or NaN, which stays.
    const float sum = row_exp(row, visible, scale, top > -INFINITY ? top : 0.0f);
    if (sum != 0) {
      const float factor = 1.0f / sum;
      for (size_t j = 0; j < visible; ++j) row[j] *= factor;
    }
    for (size_t j = visible; j < n; ++j) row[j] = 0;
    if (log_sums) log_sums[i] = sum == 0 ? INFINITY : top + logf(sum);
  }
}

ZK_KERNEL void zk_softmax_recompute(float *x, size_t stride, size_t rows, size_t n, float scale,
                                    ptrdiff_t causal_first, const float *log_sums) {
  for (size_t i = 0; i < rows; ++i) {
    float *row = x + i * stride;
    const size_t visible = visible_columns(causal_first, i, n);
    const float top = log_sums[i];
    for (size_t j = 0; j < visible; ++j) row[j] = zk_exp1(row[j] * scale - top);
    for (size_t j = visible; j < n; ++j) row[j] = 0;
  }
}

ZK_KERNEL void zk_softmax_vjp(const float *p, float *dp, size_t stride, size_t rows, size_t n, float scale,
                              const float *delta) {
  for (size_t i = 0; i < rows; ++i) {
    const float *prow = p + i * stride;
    float *drow = dp + i * stride;
    const float d = delta[i];
    for (size_t j = 0; j < n; ++j) drow[j] = scale * prow[j] * (drow[j] - d);
  }
}
