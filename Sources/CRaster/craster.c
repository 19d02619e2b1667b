#include "craster.h"

#include <math.h>

// Built for three generations of x86-64 and chosen when the program is loaded; plain code elsewhere.
#if defined(__x86_64__) && defined(__linux__) && defined(__OPTIMIZE__)
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
// Whole pixels that lo...hi touches, cut to 0..<count.
static inline int first(float lo, int count) { return lo <= 0 ? 0 : lo >= (float)count ? count : (int)lo; }
static inline int last(float hi, int count) {
  return hi <= 0 ? 0 : hi >= (float)count ? count : (int)ceilf(hi);
}
static inline void blend(float *pixel, f4 ink, float opacity) {
  f4 old = load4(pixel);
  store4(pixel, old + (ink - old) * all(opacity));
}

FAST void raster_rows(raster_canvas canvas, const float *inks) {
  for (int y = 0; y < canvas.height; y++) {
    float *row = canvas.pixels + (long)y * canvas.width * 4;
    f4 ink = load4(inks + 4 * y);
    for (int x = 0; x < canvas.width; x++) store4(row + 4 * x, ink);
  }
}

FAST void raster_veil(raster_canvas canvas, const float *inks, const float *opacities) {
  for (int y = 0; y < canvas.height; y++) {
    if (opacities[y] <= 0) continue;
    float *row = canvas.pixels + (long)y * canvas.width * 4;
    f4 keep = all(1 - opacities[y]), add = load4(inks + 4 * y) * all(opacities[y]);
    for (int x = 0; x < canvas.width; x++) store4(row + 4 * x, load4(row + 4 * x) * keep + add);
  }
}

FAST void raster_below(raster_canvas canvas, const float *tops, const float *inks, float opacity) {
  float highest = (float)canvas.height, lowest = 0;
  for (int x = 0; x < canvas.width; x++) {
    highest = least(highest, tops[x]);
    lowest = most(lowest, tops[x]);
  }
  int start = first(highest, canvas.height), solid = last(lowest, canvas.height);
  for (int y = start; y < canvas.height; y++) {
    float *row = canvas.pixels + (long)y * canvas.width * 4;
    f4 ink = load4(inks + 4 * y);
    if (y >= solid && opacity >= 1) {
      for (int x = 0; x < canvas.width; x++) store4(row + 4 * x, ink);
    } else {
      for (int x = 0; x < canvas.width; x++) blend(row + 4 * x, ink, clamp01((float)(y + 1) - tops[x]) * opacity);
    }
  }
}

FAST void raster_band(
    raster_canvas canvas, const float *tops, const float *bottoms, const float *ink, float opacity) {
  float highest = (float)canvas.height, lowest = 0;
  for (int x = 0; x < canvas.width; x++) {
    highest = least(highest, tops[x]);
    lowest = most(lowest, bottoms[x]);
  }
  f4 color = load4(ink);
  int end = last(lowest, canvas.height);
  for (int y = first(highest, canvas.height); y < end; y++) {
    float *row = canvas.pixels + (long)y * canvas.width * 4;
    for (int x = 0; x < canvas.width; x++) {
      float top = most(tops[x], (float)y), bottom = least(bottoms[x], (float)(y + 1));
      blend(row + 4 * x, color, most(0, bottom - top) * opacity);
    }
  }
}

FAST void raster_rect(
    raster_canvas canvas, float x0, float y0, float x1, float y1, const float *ink, float opacity) {
  f4 color = load4(ink);
  int left = first(x0, canvas.width), right = last(x1, canvas.width);
  int end = last(y1, canvas.height);
  for (int y = first(y0, canvas.height); y < end; y++) {
    float rows = (least(y1, (float)(y + 1)) - most(y0, (float)y)) * opacity;
    if (rows <= 0) continue;
    float *row = canvas.pixels + (long)y * canvas.width * 4;
    for (int x = left; x < right; x++) {
      float columns = least(x1, (float)(x + 1)) - most(x0, (float)x);
      blend(row + 4 * x, color, most(0, columns) * rows);
    }
  }
}

FAST void raster_ellipse(
    raster_canvas canvas, float cx, float cy, float rx, float ry, float soft, const float *ink, float opacity) {
  if (rx <= 0 || ry <= 0) return;
  // Shapes below a pixel keep their area: they are drawn at the least size, paler.
  float small = most(1, 0.5f / rx) * most(1, 0.5f / ry);
  opacity /= small;
  rx = most(rx, 0.5f);
  ry = most(ry, 0.5f);
  soft = most(soft, 1);
  f4 color = load4(ink);
  float reach = soft * 0.5f, inverse_rx = 1 / rx, inverse_ry = 1 / ry, inverse_soft = 1 / soft;
  int end = last(cy + ry + reach, canvas.height);
  for (int y = first(cy - ry - reach, canvas.height); y < end; y++) {
    float dy = (float)y + 0.5f - cy, v = dy * inverse_ry, gy = v * inverse_ry;
    float limit = 1 + most(reach * inverse_ry, 0);
    float chord = limit * limit - v * v;
    if (chord <= 0) continue;
    float half = sqrtf(chord) * (rx + reach);
    float *row = canvas.pixels + (long)y * canvas.width * 4;
    int right = last(cx + half, canvas.width);
    for (int x = first(cx - half, canvas.width); x < right; x++) {
      float dx = (float)x + 0.5f - cx, u = dx * inverse_rx, gx = u * inverse_rx;
      // First-order distance to the ellipse: (f - 1) / |grad f| with f = sqrt(u² + v²).
      float square = u * u + v * v, f = sqrtf(square);
      float distance = (f - 1) * f / most(sqrtf(gx * gx + gy * gy), 1e-6f);
      blend(row + 4 * x, color, clamp01(0.5f - distance * inverse_soft) * opacity);
    }
  }
}

FAST void raster_glow(
    raster_canvas canvas, float cx, float cy, float rx, float ry, const float *ink, float strength) {
  if (rx <= 0 || ry <= 0) return;
  f4 color = load4(ink) * all(strength);
  float inverse_rx = 1 / rx, inverse_ry = 1 / ry;
  int end = last(cy + ry, canvas.height);
  for (int y = first(cy - ry, canvas.height); y < end; y++) {
    float v = ((float)y + 0.5f - cy) * inverse_ry;
    float chord = 1 - v * v;
    if (chord <= 0) continue;
    float half = sqrtf(chord) * rx;
    float *row = canvas.pixels + (long)y * canvas.width * 4;
    int right = last(cx + half, canvas.width);
    for (int x = first(cx - half, canvas.width); x < right; x++) {
      float u = ((float)x + 0.5f - cx) * inverse_rx;
      float fall = most(0, 1 - u * u - v * v);
      store4(row + 4 * x, load4(row + 4 * x) + color * all(fall * fall));
    }
  }
}

enum { MAX_CORNERS = 8 };

FAST void raster_polygon(raster_canvas canvas, const float *points, int count, const float *ink, float opacity) {
  if (count < 3 || count > MAX_CORNERS) return;
  float nx[MAX_CORNERS], ny[MAX_CORNERS], offset[MAX_CORNERS];
  float left = points[0], right = points[0], top = points[1], bottom = points[1];
  for (int i = 0; i < count; i++) {
    const float *a = points + 2 * i, *b = points + 2 * ((i + 1) % count);
    float dx = b[0] - a[0], dy = b[1] - a[1], length = sqrtf(dx * dx + dy * dy);
    if (length < 1e-6f) length = 1e-6f;
    // Inward normal of an edge walked clockwise on screen (y down).
    nx[i] = -dy / length;
    ny[i] = dx / length;
    offset[i] = -(nx[i] * a[0] + ny[i] * a[1]) + 0.5f;
    left = least(left, a[0]);
    right = most(right, a[0]);
    top = least(top, a[1]);
    bottom = most(bottom, a[1]);
  }
  f4 color = load4(ink);
  int x_start = first(left - 0.5f, canvas.width), x_end = last(right + 0.5f, canvas.width);
  int y_end = last(bottom + 0.5f, canvas.height);
  for (int y = first(top - 0.5f, canvas.height); y < y_end; y++) {
    float *row = canvas.pixels + (long)y * canvas.width * 4;
    for (int x = x_start; x < x_end; x++) {
      float px = (float)x + 0.5f, py = (float)y + 0.5f, coverage = 1;
      for (int i = 0; i < count; i++) coverage = least(coverage, nx[i] * px + ny[i] * py + offset[i]);
      if (coverage > 0) blend(row + 4 * x, color, coverage * opacity);
    }
  }
}

FAST void raster_line(
    raster_canvas canvas, float x0, float y0, float x1, float y1, float half_width, const float *ink,
    float opacity) {
  // Thinner than a pixel: one pixel wide, paler.
  if (half_width < 0.5f) {
    opacity *= half_width * 2;
    half_width = 0.5f;
  }
  float dx = x1 - x0, dy = y1 - y0, square = dx * dx + dy * dy, inverse = square > 0 ? 1 / square : 0;
  float reach = half_width + 0.5f;
  f4 color = load4(ink);
  int x_start = first(least(x0, x1) - reach, canvas.width), x_end = last(most(x0, x1) + reach, canvas.width);
  int y_end = last(most(y0, y1) + reach, canvas.height);
  for (int y = first(least(y0, y1) - reach, canvas.height); y < y_end; y++) {
    float *row = canvas.pixels + (long)y * canvas.width * 4;
    for (int x = x_start; x < x_end; x++) {
      float px = (float)x + 0.5f - x0, py = (float)y + 0.5f - y0;
      float along = clamp01((px * dx + py * dy) * inverse);
      float ex = px - along * dx, ey = py - along * dy;
      float coverage = clamp01(reach - sqrtf(ex * ex + ey * ey));
      if (coverage > 0) blend(row + 4 * x, color, coverage * opacity);
    }
  }
}

// Bilinear sample at (u, v) in fractions of the picture; transparent outside.
static inline f4 sample(raster_picture picture, float u, float v) {
  float x = u * (float)picture.width - 0.5f, y = v * (float)picture.height - 0.5f;
  if (!(x > -1 && y > -1 && x < (float)picture.width && y < (float)picture.height)) return all(0);
  int left = (int)(x + 1) - 1, top = (int)(y + 1) - 1;
  float fx = x - (float)left, fy = y - (float)top;
  const float *at = picture.texels + 4 * ((long)top * picture.width + left);
  int has_left = left >= 0, has_right = left + 1 < picture.width;
  f4 upper = all(0), lower = all(0);
  if (top >= 0) {
    if (has_left) upper = load4(at) * all(1 - fx);
    if (has_right) upper += load4(at + 4) * all(fx);
  }
  if (top + 1 < picture.height) {
    const float *below = at + 4 * picture.width;
    if (has_left) lower = load4(below) * all(1 - fx);
    if (has_right) lower += load4(below + 4) * all(fx);
  }
  return upper * all(1 - fy) + lower * all(fy);
}

FAST void raster_sprite(
    raster_canvas canvas, raster_picture fine, raster_picture coarse, float mix, const float *inverse,
    const raster_tone *tone) {
  // The picture's corners on the canvas, widened by one texel of the coarser size.
  float determinant = inverse[0] * inverse[4] - inverse[1] * inverse[3];
  if (fabsf(determinant) < 1e-20f) return;
  float margin_u = 1 / (float)coarse.width, margin_v = 1 / (float)coarse.height;
  float left = 1e9f, right = -1e9f, top = 1e9f, bottom = -1e9f;
  for (int corner = 0; corner < 4; corner++) {
    float u = ((corner & 1) ? 1 + margin_u : -margin_u) - inverse[2];
    float v = ((corner & 2) ? 1 + margin_v : -margin_v) - inverse[5];
    float x = (inverse[4] * u - inverse[1] * v) / determinant, y = (inverse[0] * v - inverse[3] * u) / determinant;
    left = least(left, x);
    right = most(right, x);
    top = least(top, y);
    bottom = most(bottom, y);
  }
  f4 gain = {tone->gain[0], tone->gain[1], tone->gain[2], 0};
  f4 bias = {tone->bias[0], tone->bias[1], tone->bias[2], tone->mask_base};
  int x_start = first(left, canvas.width), x_end = last(right, canvas.width), y_end = last(bottom, canvas.height);
  for (int y = first(top, canvas.height); y < y_end; y++) {
    float *row = canvas.pixels + (long)y * canvas.width * 4;
    for (int x = x_start; x < x_end; x++) {
      float px = (float)x + 0.5f, py = (float)y + 0.5f;
      float u = inverse[0] * px + inverse[1] * py + inverse[2], v = inverse[3] * px + inverse[4] * py + inverse[5];
      if (u < -margin_u || v < -margin_v || u > 1 + margin_u || v > 1 + margin_v) continue;
      f4 texel = sample(fine, u, v);
      if (mix > 0) texel += (sample(coarse, u, v) - texel) * all(mix);
      float alpha = texel[3];
      if (alpha <= 0.002f) continue;
      float luminance = 0.299f * texel[0] + 0.587f * texel[1] + 0.114f * texel[2];
      f4 ink = texel * gain + bias * all(alpha);
      ink[3] += luminance * tone->mask_slope;
      float *pixel = row + 4 * x;
      store4(pixel, load4(pixel) * all(1 - alpha * tone->opacity) + ink * all(tone->opacity));
    }
  }
}

FAST void raster_shrink(raster_picture source, float *output, int width, int height) {
  float step_x = (float)source.width / (float)width, step_y = (float)source.height / (float)height;
  for (int y = 0; y < height; y++) {
    float y0 = (float)y * step_y, y1 = y0 + step_y;
    for (int x = 0; x < width; x++) {
      float x0 = (float)x * step_x, x1 = x0 + step_x;
      f4 sum = all(0);
      int row_end = last(y1, source.height), column_end = last(x1, source.width);
      for (int row = first(y0, source.height); row < row_end; row++) {
        float rows = least(y1, (float)(row + 1)) - most(y0, (float)row);
        for (int column = first(x0, source.width); column < column_end; column++) {
          float columns = least(x1, (float)(column + 1)) - most(x0, (float)column);
          sum += load4(source.texels + 4 * ((long)row * source.width + column)) * all(rows * columns);
        }
      }
      store4(output + 4 * ((long)y * width + x), sum * all(1 / (step_x * step_y)));
    }
  }
}

FAST void raster_emit(raster_canvas canvas, float *output) {
  long count = (long)canvas.width * canvas.height;
  for (long i = 0; i < count; i++) {
    for (int channel = 0; channel < 3; channel++) {
      output[3 * i + channel] = 2 * clamp01(canvas.pixels[4 * i + channel]) - 1;
    }
  }
}
