// Elementwise kernels: activations with their vector-Jacobian products, and the small vector algebra.

#include "exp.h"

const char *zk_instruction_set(void) {
#if defined(ZK_DISPATCHED)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("x86-64-v4")) return "avx512";
  if (__builtin_cpu_supports("x86-64-v3")) return "avx2";
#elif defined(__AVX512F__)
  return "avx512";
#elif defined(__AVX2__)
  return "avx2";
#endif
  return "baseline";
}

// gelu(x) = x·σ(2u), u = √(2/π)(x + 0.044715x³), because ½(1 + tanh u) = σ(2u).
#define GELU_A 1.5957691216057308f  // 2√(2/π)
#define GELU_B 0.0713548162726009f  // 2√(2/π)·0.044715

ZK_INLINE float gelu1(float x) {
  // −2u as a power of two; beyond these bounds σ is 1 or, within the error stated, 0.
  const float y = x * (-1.44269504088896341f * GELU_A - 1.44269504088896341f * GELU_B * (x * x));
  const float power = zk_exp2_within(y > 126.0f ? 126.0f : (y < -126.0f ? -126.0f : y));
  // The choice keeps −inf from becoming −inf·0.
  return x < -20.0f ? -0.0f : x / (1.0f + power);
}

// σ'(x) = σ(x)·(1 − σ(x)) without the cancellation of 1 − σ where σ is near 1: there 1 − σ = e⁻ˣ·σ.
ZK_INLINE float sigmoid_derivative1(float x, float s, float e) { return s * (x > 0.0f ? e * s : 1.0f - s); }

ZK_INLINE float gelu_slope1(float x) {
  const float z = x * (GELU_A + GELU_B * (x * x));
  const float e = zk_exp1(-z);
  const float s = 1.0f / (1.0f + e);
  const float derivative = s + x * sigmoid_derivative1(z, s, e) * (GELU_A + 3.0f * GELU_B * (x * x));
  return x < -20.0f ? 0.0f : (x > 20.0f ? 1.0f : derivative);
}

ZK_INLINE float silu1(float x) {
  const float y = x * zk_sigmoid1(x);
  return x < -104.0f ? -0.0f : y;
}

ZK_INLINE float silu_slope1(float x) {
  const float e = zk_exp1(-x);
  const float s = 1.0f / (1.0f + e);
  const float derivative = s + x * sigmoid_derivative1(x, s, e);
  return x < -104.0f ? 0.0f : (x > 104.0f ? 1.0f : derivative);
}

ZK_KERNEL void zk_exp(const float *x, float *y, size_t n) {
  for (size_t i = 0; i < n; ++i) y[i] = zk_exp1(x[i]);
}

ZK_KERNEL void zk_gelu(const float *x, float *y, size_t n) {
  for (size_t i = 0; i < n; ++i) y[i] = gelu1(x[i]);
}

ZK_KERNEL void zk_gelu_vjp(const float *x, const float *dy, float *dx, size_t n) {
  for (size_t i = 0; i < n; ++i) dx[i] = dy[i] * gelu_slope1(x[i]);
}

ZK_KERNEL void zk_silu(const float *x, float *y, size_t n) {
  for (size_t i = 0; i < n; ++i) y[i] = silu1(x[i]);
}

ZK_KERNEL void zk_silu_vjp(const float *x, const float *dy, float *dx, size_t n) {
  for (size_t i = 0; i < n; ++i) dx[i] = dy[i] * silu_slope1(x[i]);
}

ZK_KERNEL void zk_axpy(float a, const float *x, float *y, size_t n) {
  for (size_t i = 0; i < n; ++i) y[i] += a * x[i];
}

ZK_KERNEL void zk_add(const float *a, const float *b, float *y, size_t n) {
  for (size_t i = 0; i < n; ++i) y[i] = a[i] + b[i];
}

ZK_KERNEL void zk_multiply(const float *a, const float *b, float *y, size_t n) {
  for (size_t i = 0; i < n; ++i) y[i] = a[i] * b[i];
}

ZK_KERNEL void zk_scale(float a, const float *x, float *y, size_t n) {
  for (size_t i = 0; i < n; ++i) y[i] = a * x[i];
}

ZK_KERNEL double zk_dot(const float *x, const float *y, size_t n) {
  // Blocks of 4096 in fp32 lanes, block sums in double: the error stays that of a short sum.
  double total = 0;
  for (size_t start = 0; start < n; start += 4096) {
    const size_t end = start + 4096 < n ? start + 4096 : n;
    float sum = 0;
    {
      ZK_REASSOCIATE
      for (size_t i = start; i < end; ++i) sum += x[i] * y[i];
    }
    total += (double)sum;
  }
  return total;
}

ZK_KERNEL void zk_bias(float *x, size_t stride, const float *bias, size_t rows, size_t n) {
  for (size_t i = 0; i < rows; ++i) {
    float *row = x + i * stride;
    for (size_t j = 0; j < n; ++j) row[j] += bias[j];
  }
}

ZK_KERNEL void zk_bias_gelu(float *x, size_t stride, const float *bias, size_t rows, size_t n) {
  for (size_t i = 0; i < rows; ++i) {
    float *row = x + i * stride;
    for (size_t j = 0; j < n; ++j) row[j] = gelu1(row[j] + bias[j]);
  }
}

ZK_KERNEL void zk_bias_silu(float *x, size_t stride, const float *bias, size_t rows, size_t n) {
  for (size_t i = 0; i < rows; ++i) {
    float *row = x + i * stride;
    for (size_t j = 0; j < n; ++j) row[j] = silu1(row[j] + bias[j]);
  }
}

ZK_KERNEL void zk_column_sums(const float *x, size_t stride, size_t rows, size_t n, float *sum) {
  for (size_t i = 0; i < rows; ++i) {
    const float *row = x + i * stride;
    for (size_t j = 0; j < n; ++j) sum[j] += row[j];
  }
}
