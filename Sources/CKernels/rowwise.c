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

// The sizes of colours, texels and channels are known to the compiler, so that sums over a row's matrices stay in registers.
ZK_INLINE void input_gradients(const float *restrict w, const float *restrict dy, float *restrict dx, size_t rows,
                               size_t count, size_t inner, size_t outputs) {
  for (size_t row = 0; row < rows; ++row) {
    const float *restrict wr = w + row * inner * outputs;
    for (size_t k = row * count; k < (row + 1) * count; ++k)
      for (size_t c = 0; c < inner; ++c) {
        ZK_REASSOCIATE
        float sum = 0;
        for (size_t o = 0; o < outputs; ++o) sum += dy[k * outputs + o] * wr[c * outputs + o];
        dx[k * inner + c] += sum;
      }
  }
}

ZK_KERNEL void zk_rowwise_product_vjp(const float *w, const float *dy, float *dx, size_t rows, size_t count,
                                      size_t inner, size_t outputs) {
  if (inner == 3 && outputs == 24) {
    input_gradients(w, dy, dx, rows, count, 3, 24);
  } else if (inner == 3 && outputs == 3) {
    input_gradients(w, dy, dx, rows, count, 3, 3);
  } else if (inner == 8 && outputs == 3) {
    input_gradients(w, dy, dx, rows, count, 8, 3);
  } else {
    input_gradients(w, dy, dx, rows, count, inner, outputs);
  }
}

#define WEIGHT_GRADIENTS(INNER, OUTPUTS)                                                                      \
  ZK_INLINE void weight_gradients_##INNER##_##OUTPUTS(const float *restrict x, const float *restrict dy,      \
                                                      float *restrict dw, size_t rows, size_t count) {        \
    for (size_t row = 0; row < rows; ++row) {                                                                 \
      float sums[INNER][OUTPUTS] = {{0}};                                                                     \
      for (size_t k = row * count; k < (row + 1) * count; ++k)                                                \
        for (int c = 0; c < INNER; ++c)                                                                       \
          for (int o = 0; o < OUTPUTS; ++o) sums[c][o] += x[k * INNER + c] * dy[k * OUTPUTS + o];             \
      for (int c = 0; c < INNER; ++c)                                                                         \
        for (int o = 0; o < OUTPUTS; ++o) dw[(row * INNER + (size_t)c) * OUTPUTS + (size_t)o] += sums[c][o];  \
    }                                                                                                         \
  }

WEIGHT_GRADIENTS(3, 24)
WEIGHT_GRADIENTS(3, 3)
WEIGHT_GRADIENTS(8, 3)

ZK_KERNEL void zk_rowwise_product_weight_vjp(const float *x, const float *dy, float *dw, size_t rows, size_t count,
                                             size_t inner, size_t outputs) {
  if (inner == 3 && outputs == 24) {
    weight_gradients_3_24(x, dy, dw, rows, count);
  } else if (inner == 3 && outputs == 3) {
    weight_gradients_3_3(x, dy, dw, rows, count);
  } else if (inner == 8 && outputs == 3) {
    weight_gradients_8_3(x, dy, dw, rows, count);
  } else {
    for (size_t row = 0; row < rows; ++row)
      for (size_t k = row * count; k < (row + 1) * count; ++k)
        for (size_t c = 0; c < inner; ++c)
          for (size_t o = 0; o < outputs; ++o)
            dw[(row * inner + c) * outputs + o] += x[k * inner + c] * dy[k * outputs + o];
  }
}
