// RMSNorm with modulation, gated residuals, and their vector-Jacobian products.

#include "dispatch.h"

#include <math.h>

ZK_INLINE float mean_square_of(const float *x, size_t n) {
  ZK_REASSOCIATE
  float sum = 0;
  for (size_t j = 0; j < n; ++j) sum += x[j] * x[j];
  return sum / (float)n;
}

ZK_INLINE const float *row_of(const float *table, size_t stride, const int32_t *group, size_t i) {
  return table ? table + (group ? (size_t)group[i] : 0) * stride : 0;
}

ZK_KERNEL void zk_rms_norm(const float *x, float *y, size_t rows, size_t n, float eps, const float *shift,
                           const float *scale, size_t stride, const int32_t *group, float *inverses) {
  for (size_t i = 0; i < rows; ++i) {
    const float *xr = x + i * n;
    float *yr = y + i * n;
    const float inverse = 1.0f / sqrtf(mean_square_of(xr, n) + eps);
    const float *a = row_of(scale, stride, group, i);
    const float *b = row_of(shift, stride, group, i);
    if (a && b) {
      for (size_t j = 0; j < n; ++j) yr[j] = xr[j] * inverse * (1.0f + a[j]) + b[j];
    } else if (a) {
      for (size_t j = 0; j < n; ++j) yr[j] = xr[j] * inverse * (1.0f + a[j]);
    } else if (b) {
      for (size_t j = 0; j < n; ++j) yr[j] = xr[j] * inverse + b[j];
    } else {
      for (size_t j = 0; j < n; ++j) yr[j] = xr[j] * inverse;
    }
    if (inverses) inverses[i] = inverse;
  }
}

// With x̂ = x·r and g = dy·(1 + scale): dx = r·(g − x̂·mean(g·x̂)).
ZK_KERNEL void zk_rms_norm_vjp(const float *x, const float *inverses, const float *dy, float *dx, size_t rows,
                               size_t n, const float *scale, size_t stride, const int32_t *group) {
  for (size_t i = 0; i < rows; ++i) {
    const float *xr = x + i * n;
    const float *gr = dy + i * n;
    float *dr = dx + i * n;
    const float inverse = inverses[i];
    const float *a = row_of(scale, stride, group, i);
    float along = 0;
    {
      ZK_REASSOCIATE
      for (size_t j = 0; j < n; ++j) along += (a ? gr[j] * (1.0f + a[j]) : gr[j]) * xr[j];
    }
    const float factor = along * inverse * inverse / (float)n;
    for (size_t j = 0; j < n; ++j) {
      const float g = a ? gr[j] * (1.0f + a[j]) : gr[j];
      dr[j] = inverse * (g - xr[j] * factor);
    }
  }
}

ZK_KERNEL void zk_rms_norm_modulation_vjp(const float *x, const float *inverses, const float *dy, size_t rows,
                                          size_t n, size_t first, size_t count, float *dshift, float *dscale,
                                          size_t stride, const int32_t *group) {
  for (size_t i = 0; i < rows; ++i) {
    const float *xr = x + i * n + first;
    const float *gr = dy + i * n + first;
    const size_t row = (group ? (size_t)group[i] : 0) * stride + first;
    const float inverse = inverses[i];
    if (dscale) {
      float *out = dscale + row;
      for (size_t j = 0; j < count; ++j) out[j] += gr[j] * xr[j] * inverse;
    }
    if (dshift) {
      float *out = dshift + row;
      for (size_t j = 0; j < count; ++j) out[j] += gr[j];
    }
  }
}

ZK_KERNEL void zk_gated_add(const float *x, const float *h, float *y, size_t rows, size_t n, const float *gate,
                            size_t stride, const int32_t *group) {
  for (size_t i = 0; i < rows; ++i) {
    const float *g = row_of(gate, stride, group, i);
    for (size_t j = 0; j < n; ++j) y[i * n + j] = x[i * n + j] + g[j] * h[i * n + j];
  }
}

ZK_KERNEL void zk_gated_add_vjp(const float *dy, float *dh, size_t rows, size_t n, const float *gate,
                                size_t stride, const int32_t *group) {
  for (size_t i = 0; i < rows; ++i) {
    const float *g = row_of(gate, stride, group, i);
    for (size_t j = 0; j < n; ++j) dh[i * n + j] = g[j] * dy[i * n + j];
  }
}

ZK_KERNEL void zk_gated_add_gate_vjp(const float *dy, const float *h, size_t rows, size_t n, size_t first,
                                     size_t count, float *dgate, size_t stride, const int32_t *group) {
  for (size_t i = 0; i < rows; ++i) {
    float *out = dgate + (group ? (size_t)group[i] : 0) * stride + first;
    const float *dyr = dy + i * n + first;
    const float *hr = h + i * n + first;
    for (size_t j = 0; j < count; ++j) out[j] += dyr[j] * hr[j];
  }
}

// MARK: Query and key preparation

ZK_KERNEL void zk_norm_rotate(const float *x, size_t x_stride, float *y, size_t y_stride, size_t rows,
                              size_t heads, size_t head_size, float eps, const float *weight,
                              const float *cosines, const float *sines, float *inverses) {
  const size_t half = head_size / 2;
  for (size_t i = 0; i < rows; ++i) {
    for (size_t h = 0; h < heads; ++h) {
      const float *xr = x + i * x_stride + h * head_size;
      float *yr = y + i * y_stride + h * head_size;
      const float inverse = 1.0f / sqrtf(mean_square_of(xr, head_size) + eps);
      if (inverses) inverses[i * heads + h] = inverse;
      if (cosines) {
        const float *c = cosines + i * half;
        const float *s = sines + i * half;
        for (size_t j = 0; j < half; ++j) {
          const float a = xr[j] * inverse * weight[j];
          const float b = xr[j + half] * inverse * weight[j + half];
          yr[j] = a * c[j] - b * s[j];
          yr[j + half] = a * s[j] + b * c[j];
        }
      } else {
        for (size_t j = 0; j < head_size; ++j) yr[j] = xr[j] * inverse * weight[j];
      }
    }
  }
}

// Rotating back turns dy into the gradient g of x·r·weight; then the RMSNorm rule with weight for 1 + scale.
ZK_KERNEL void zk_norm_rotate_vjp(const float *x, size_t x_stride, const float *inverses, const float *dy,
                                  size_t dy_stride, float *dx, size_t dx_stride, size_t rows, size_t heads,
                                  size_t head_size, const float *weight, const float *cosines,
                                  const float *sines, float *dweight) {
  const size_t half = head_size / 2;
  float g[512];
  for (size_t i = 0; i < rows; ++i) {
    for (size_t h = 0; h < heads; ++h) {
      const float *xr = x + i * x_stride + h * head_size;
      const float *dyr = dy + i * dy_stride + h * head_size;
      float *dxr = dx + i * dx_stride + h * head_size;
      const float inverse = inverses[i * heads + h];
      if (cosines) {
        const float *c = cosines + i * half;
        const float *s = sines + i * half;
        for (size_t j = 0; j < half; ++j) {
          g[j] = dyr[j] * c[j] + dyr[j + half] * s[j];
          g[j + half] = dyr[j + half] * c[j] - dyr[j] * s[j];
        }
      } else {
        for (size_t j = 0; j < head_size; ++j) g[j] = dyr[j];
      }
      float along = 0;
      {
        ZK_REASSOCIATE
        for (size_t j = 0; j < head_size; ++j) {
          dweight[j] += g[j] * xr[j] * inverse;
          g[j] *= weight[j];
          along += g[j] * xr[j];
        }
      }
      const float factor = along * inverse * inverse / (float)head_size;
      for (size_t j = 0; j < head_size; ++j) dxr[j] += inverse * (g[j] - xr[j] * factor);
    }
  }
}
