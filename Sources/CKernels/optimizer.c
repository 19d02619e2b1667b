// Parameter updates.

#include "dispatch.h"

#include <math.h>

ZK_KERNEL void zk_adamw(float *p, const float *g, float *m, float *v, size_t n, float rate, float beta1,
                        float beta2, float eps, float decay, float bias1, float bias2, float gradient_scale) {
  const float correction1 = 1.0f / bias1;
  const float correction2 = 1.0f / bias2;
  for (size_t i = 0; i < n; ++i) {
    const float gradient = g[i] * gradient_scale;
    const float first = beta1 * m[i] + (1.0f - beta1) * gradient;
    const float second = beta2 * v[i] + (1.0f - beta2) * gradient * gradient;
    m[i] = first;
    v[i] = second;
    p[i] -= rate * (first * correction1 / (sqrtf(second * correction2) + eps) + decay * p[i]);
  }
}

ZK_KERNEL void zk_moving_average(float *average, const float *p, float keep, size_t n) {
  for (size_t i = 0; i < n; ++i) average[i] += (1.0f - keep) * (p[i] - average[i]);
}

// In blocks of a cache line, so that both triangles are walked line by line.
ZK_KERNEL void zk_mirror(float *x, size_t n) {
  for (size_t i = 0; i < n; i += 16)
    for (size_t j = 0; j <= i; j += 16)
      for (size_t row = i; row < n && row < i + 16; ++row)
        for (size_t column = j; column < row && column < j + 16; ++column) x[column * n + row] = x[row * n + column];
}
