// Small matrix products, one per row: too small for a library, so the sizes in use are known to the compiler.

#include "dispatch.h"

ZK_INLINE void multiply_rows(const float *x, const float *w, float *y, size_t rows, size_t count, size_t inner,
                             size_t outputs) {
  for (size_t row = 0; row < rows; ++row) {
    const float *xr = x + row * count * inner;
    const float *wr = w + row * inner * outputs;
    float *yr = y + row * count * outputs;
    for (size_t k = 0; k < count; ++k)
      for (size_t o = 0; o < outputs; ++o) {
        ZK_REASSOCIATE
        float sum = 0;
        for (size_t c = 0; c < inner; ++c) sum += xr[k * inner + c] * wr[c * outputs + o];
        yr[k * outputs + o] = sum;
      }
  }
}

// Three outputs of few inputs are kept in registers: weights are copied first, so that the compiler knows that
// writing the result does not change them.
#define FIXED(INNER)                                                                              \
  ZK_INLINE void multiply_rows_##INNER(const float *restrict x, const float *restrict w,          \
                                       float *restrict y, size_t rows, size_t count) {            \
    for (size_t row = 0; row < rows; ++row) {                                                     \
      float a[INNER][3];                                                                          \
      for (int c = 0; c < INNER; ++c)                                                             \
        for (int o = 0; o < 3; ++o) a[c][o] = w[row * INNER * 3 + c * 3 + o];                     \
      const float *restrict xr = x + row * count * INNER;                                         \
      float *restrict yr = y + row * count * 3;                                                   \
      for (size_t k = 0; k < count; ++k) {                                                        \
        float s0 = 0, s1 = 0, s2 = 0;                                                             \
        for (int c = 0; c < INNER; ++c) {                                                         \
          const float v = xr[k * INNER + c];                                                      \
          s0 += v * a[c][0];                                                                      \
          s1 += v * a[c][1];                                                                      \
          s2 += v * a[c][2];                                                                      \
        }                                                                                         \
        yr[k * 3] = s0;                                                                           \
        yr[k * 3 + 1] = s1;                                                                       \
        yr[k * 3 + 2] = s2;                                                                       \
      }                                                                                           \
    }                                                                                             \
  }

FIXED(3)
FIXED(4)
FIXED(8)

ZK_KERNEL void zk_rowwise_product(const float *x, const float *w, float *y, size_t rows, size_t count, size_t inner,
                                  size_t outputs) {
  if (outputs == 3 && inner == 3) {
    multiply_rows_3(x, w, y, rows, count);
  } else if (outputs == 3 && inner == 4) {
    multiply_rows_4(x, w, y, rows, count);
  } else if (outputs == 3 && inner == 8) {
    multiply_rows_8(x, w, y, rows, count);
  } else {
    multiply_rows(x, w, y, rows, count, inner, outputs);
  }
}

ZK_INLINE void add_rows(const float *restrict x, const float *restrict w, float *restrict y, size_t rows, size_t count,
                        size_t outputs) {
  for (size_t row = 0; row < rows; ++row) {
    const float *restrict xr = x + row * count * 3;
    const float *restrict wr = w + row * 3 * outputs;
    float *restrict yr = y + row * count * outputs;
    for (size_t k = 0; k < count; ++k) {
      const float a = xr[k * 3], b = xr[k * 3 + 1], c = xr[k * 3 + 2];
      for (size_t o = 0; o < outputs; ++o)
        yr[k * outputs + o] += a * wr[o] + b * wr[outputs + o] + c * wr[2 * outputs + o];
    }
  }
}

ZK_KERNEL void zk_rowwise_product_add(const float *x, const float *w, float *y, size_t rows, size_t count,
                                      size_t outputs) {
  if (outputs == 24) {
    add_rows(x, w, y, rows, count, 24);
  } else {
    add_rows(x, w, y, rows, count, outputs);
  }
}
