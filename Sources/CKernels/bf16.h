// Pairs of bfloat16, as AVX512-BF16 multiplies them: shared by the two GEMMs that use them.

#ifndef ZK_BF16_H
#define ZK_BF16_H

#include "dispatch.h"

#if defined(__x86_64__) && defined(__linux__)

#include <immintrin.h>

#define ZK_AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,fma")))
#define ZK_BF16 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16,fma")))
#define ZK_AVX512_INLINE static inline __attribute__((always_inline)) ZK_AVX512
#define ZK_BF16_INLINE static inline __attribute__((always_inline)) ZK_BF16

typedef uint32_t pair;  // two bfloat16, the one with the smaller k in the low half

// 32 consecutive k as 16 pairs; what is beyond `count` is 0.
ZK_BF16_INLINE __m512i load_pairs(const float *x, size_t count) {
  const uint32_t mask = count >= 32 ? 0xFFFFFFFFu : (1u << count) - 1;
  const __m512 low = _mm512_maskz_loadu_ps((__mmask16)mask, x);
  const __m512 high = _mm512_maskz_loadu_ps((__mmask16)(mask >> 16), x + 16);
  return (__m512i)_mm512_cvtne2ps_pbh(high, low);
}

// Interleaves two rows: result word 2i is even[i], word 2i + 1 is odd[i].
ZK_BF16_INLINE __m512i pairs_of(__m512 even, __m512 odd) {
  const __m512i order = _mm512_set_epi16(31, 15, 30, 14, 29, 13, 28, 12, 27, 11, 26, 10, 25, 9, 24, 8, 23, 7, 22,
                                         6, 21, 5, 20, 4, 19, 3, 18, 2, 17, 1, 16, 0);
  return _mm512_permutexvar_epi16(order, (__m512i)_mm512_cvtne2ps_pbh(odd, even));
}

ZK_AVX512_INLINE void transpose16(__m512i r[16]) {
  __m512i t[16];
  for (int i = 0; i < 8; ++i) {
    t[2 * i] = _mm512_unpacklo_epi32(r[2 * i], r[2 * i + 1]);
    t[2 * i + 1] = _mm512_unpackhi_epi32(r[2 * i], r[2 * i + 1]);
  }
  for (int i = 0; i < 4; ++i) {
    r[4 * i] = _mm512_unpacklo_epi64(t[4 * i], t[4 * i + 2]);
    r[4 * i + 1] = _mm512_unpackhi_epi64(t[4 * i], t[4 * i + 2]);
    r[4 * i + 2] = _mm512_unpacklo_epi64(t[4 * i + 1], t[4 * i + 3]);
    r[4 * i + 3] = _mm512_unpackhi_epi64(t[4 * i + 1], t[4 * i + 3]);
  }
  for (int i = 0; i < 4; ++i) {
    t[i] = _mm512_shuffle_i32x4(r[i], r[i + 4], 0x88);
    t[i + 4] = _mm512_shuffle_i32x4(r[i], r[i + 4], 0xDD);
    t[i + 8] = _mm512_shuffle_i32x4(r[i + 8], r[i + 12], 0x88);
    t[i + 12] = _mm512_shuffle_i32x4(r[i + 8], r[i + 12], 0xDD);
  }
  for (int i = 0; i < 8; ++i) {
    r[i] = _mm512_shuffle_i32x4(t[i], t[i + 8], 0x88);
    r[i + 8] = _mm512_shuffle_i32x4(t[i], t[i + 8], 0xDD);
  }
}

#endif
#endif
