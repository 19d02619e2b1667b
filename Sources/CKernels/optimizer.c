// Parameter updates and number formats.

#include "exp.h"

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

ZK_KERNEL void zk_float_to_half(const float *x, uint16_t *y, size_t n) {
  for (size_t i = 0; i < n; ++i) {
    const uint32_t bits = zk_bits_of_float(x[i]);
    const uint32_t sign = (bits >> 16) & 0x8000u;
    const uint32_t magnitude = bits & 0x7FFFFFFFu;
    // Normal results: rebias the exponent and round the 13 dropped bits to nearest even.
    const uint32_t normal = (magnitude - 0x38000000u + 0x0FFFu + ((magnitude >> 13) & 1u)) >> 13;
    // Denormal results: adding ½ (exponent 126) lets the floating-point adder do the rounding.
    const uint32_t denormal =
        zk_bits_of_float(zk_float_of_bits(magnitude) + zk_float_of_bits(126u << 23)) - (126u << 23);
    const uint32_t nan = 0x7E00u | ((magnitude >> 13) & 0x3FFu);
    uint32_t half = magnitude < 0x38800000u ? denormal : normal;
    half = magnitude >= 0x47800000u ? 0x7C00u : half;
    half = magnitude > 0x7F800000u ? nan : half;
    y[i] = (uint16_t)(sign | half);
  }
}

ZK_KERNEL void zk_half_to_float(const uint16_t *x, float *y, size_t n) {
  for (size_t i = 0; i < n; ++i) {
    const uint32_t sign = ((uint32_t)x[i] & 0x8000u) << 16;
    const uint32_t magnitude = (uint32_t)x[i] & 0x7FFFu;
    const uint32_t shifted = magnitude << 13;
    const uint32_t normal = shifted + 0x38000000u;
    const uint32_t special = shifted | 0x7F800000u;
    // A denormal half m·2⁻²⁴: build 2⁻¹⁴·(1 + m/1024) and take 2⁻¹⁴ away.
    const uint32_t denormal =
        zk_bits_of_float(zk_float_of_bits(shifted + 0x38800000u) - zk_float_of_bits(0x38800000u));
    uint32_t bits = magnitude < 0x0400u ? denormal : normal;
    bits = magnitude >= 0x7C00u ? special : bits;
    y[i] = zk_float_of_bits(sign | bits);
  }
}

ZK_KERNEL void zk_float_to_bfloat16(const float *x, uint16_t *y, size_t n) {
  for (size_t i = 0; i < n; ++i) {
    const uint32_t bits = zk_bits_of_float(x[i]);
    const uint32_t rounded = (bits + 0x7FFFu + ((bits >> 16) & 1u)) >> 16;
    const uint32_t nan = (bits >> 16) | 0x40u;
    y[i] = (uint16_t)((bits & 0x7FFFFFFFu) > 0x7F800000u ? nan : rounded);
  }
}

ZK_KERNEL void zk_bfloat16_to_float(const uint16_t *x, float *y, size_t n) {
  for (size_t i = 0; i < n; ++i) y[i] = zk_float_of_bits((uint32_t)x[i] << 16);
}
