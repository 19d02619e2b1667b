// exp in single precision, as straight-line code that vectorises.
//
// Cody & Waite reduction x = n·ln2 + r, |r| <= ½ln2, a degree-6 polynomial for e^r (coefficients fitted to
// minimise the largest relative error on that interval, 3.1e-9) and two exact scalings, so that results in the
// denormal range are rounded once.

#ifndef ZK_EXP_H
#define ZK_EXP_H

#include "dispatch.h"

#include <string.h>

ZK_INLINE float zk_float_of_bits(uint32_t bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

ZK_INLINE uint32_t zk_bits_of_float(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

ZK_INLINE float zk_exp1(float x) {
  // Beyond these bounds the result is inf or 0 anyway; NaN fails both comparisons and passes through.
  const float clamped = x > 89.0f ? 89.0f : (x < -104.0f ? -104.0f : x);
  // Adding 1.5·2²³ rounds to the nearest integer and leaves it in the low mantissa bits.
  const float shifted = clamped * 1.44269504088896341f + 12582912.0f;
  const float n = shifted - 12582912.0f;
  const int32_t k = (int32_t)(zk_bits_of_float(shifted) - 0x4B400000u);
  float r = n * -0.693145751953125f + clamped;
  r = n * -1.428606765330187045e-06f + r;
  float p = 0x1.6a2392p-10f;
  p = p * r + 0x1.123a44p-7f;
  p = p * r + 0x1.5558f4p-5f;
  p = p * r + 0x1.555490p-3f;
  p = p * r + 0x1.fffffcp-2f;
  p = p * r * r + r;
  p = p + 1.0f;
  const int32_t half = k >> 1;
  const float s0 = zk_float_of_bits((uint32_t)(half + 127) << 23);
  const float s1 = zk_float_of_bits((uint32_t)(k - half + 127) << 23);
  return p * s0 * s1;
}

/// 2ˣ for −126 <= x <= 126, as zk_exp1 but with nothing to lose in the reduction and one scaling: relative error 1.5e-7.
ZK_INLINE float zk_exp2_within(float x) {
  const float shifted = x + 12582912.0f;
  const float r = x - (shifted - 12582912.0f);
  float p = 0x1.41fbbcp-13f;
  p = p * r + 0x1.5f3e54p-10f;
  p = p * r + 0x1.3b2d4cp-7f;
  p = p * r + 0x1.c6aee8p-5f;
  p = p * r + 0x1.ebfbdcp-3f;
  p = p * r + 0x1.62e430p-1f;
  p = p * r + 1.0f;
  // The whole turns, in the low mantissa bits of `shifted`, are added to the exponent.
  return zk_float_of_bits(zk_bits_of_float(p) + (zk_bits_of_float(shifted) << 23));
}

/// σ(x) = 1 / (1 + e⁻ˣ).
ZK_INLINE float zk_sigmoid1(float x) { return 1.0f / (1.0f + zk_exp1(-x)); }

#endif
