// Small things that the files of craster share; not for callers.
#ifndef ZOETROPE_CRASTER_INLINES_H
#define ZOETROPE_CRASTER_INLINES_H

#include <math.h>

// Built for three generations of x86-64 and chosen when the program is loaded; plain code elsewhere.
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__OPTIMIZE__)
#define FAST __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define FAST
#endif

typedef float f4 __attribute__((vector_size(16), aligned(4)));

static inline f4 load4(const float *p) { return *(const f4 *)p; }
static inline void store4(float *p, f4 v) { *(f4 *)p = v; }
static inline f4 all(float v) { return (f4){v, v, v, v}; }
static inline float clamp01(float v) { return v < 0 ? 0 : v > 1 ? 1 : v; }
static inline float least(float a, float b) { return a < b ? a : b; }
static inline float most(float a, float b) { return a > b ? a : b; }
static inline int clampi(int v, int low, int high) { return v < low ? low : v > high ? high : v; }
// Whole pixels that lo...hi touches, cut to 0..<count.
static inline int first(float lo, int count) { return lo <= 0 ? 0 : lo >= (float)count ? count : (int)lo; }
static inline int last(float hi, int count) {
  return hi <= 0 ? 0 : hi >= (float)count ? count : (int)ceilf(hi);
}
static inline void blend(float *pixel, f4 ink, float opacity) {
  f4 old = load4(pixel);
  store4(pixel, old + (ink - old) * all(opacity));
}

#endif
