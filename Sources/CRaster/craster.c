#include "craster.h"

#include "craster_inlines.h"

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

// Blends an ink into pixels left..<right of a row.
static inline void blend_span(float *row, int left, int right, f4 ink, float opacity) {
  f4 keep = all(1 - opacity), add = ink * all(opacity);
  for (int x = left; x < right; x++) store4(row + 4 * x, load4(row + 4 * x) * keep + add);
}

// Coverage is worked out for this many pixels at a time, so that compilers can use vectors for it.
enum { CHUNK = 64 };

// Blends an ink into `count` pixels with a coverage each.
static inline void blend_row(float *pixels, int count, f4 ink, const float *coverage) {
  for (int i = 0; i < count; i++) blend(pixels + 4 * i, ink, coverage[i]);
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
  float coverage[CHUNK];
  // Inside this share of the radii everything is covered, outside the other nothing.
  float covered = 1 - 1.2f * reach * most(inverse_rx, inverse_ry), limit = 1 + reach * inverse_ry;
  int end = last(cy + ry + reach, canvas.height);
  for (int y = first(cy - ry - reach, canvas.height); y < end; y++) {
    float v = ((float)y + 0.5f - cy) * inverse_ry, gy = v * inverse_ry;
    float chord = limit * limit - v * v;
    if (chord <= 0) continue;
    float half = sqrtf(chord) * (rx + reach);
    float *row = canvas.pixels + (long)y * canvas.width * 4;
    int left = first(cx - half, canvas.width), right = last(cx + half, canvas.width);
    float inner = covered > 0 ? covered * covered - v * v : 0;
    int solid_left = right, solid_right = right;
    if (inner > 0) {
      float inner_half = sqrtf(inner) * rx - 0.5f;
      solid_left = clampi(last(cx - inner_half, canvas.width), left, right);
      solid_right = clampi(first(cx + inner_half, canvas.width), solid_left, right);
    }
    blend_span(row, solid_left, solid_right, color, opacity);
    for (int side = 0; side < 2; side++) {
      int edge_end = side == 0 ? solid_left : right;
      for (int start = side == 0 ? left : solid_right; start < edge_end; start += CHUNK) {
        int count = edge_end - start < CHUNK ? edge_end - start : CHUNK;
        for (int i = 0; i < count; i++) {
          float u = ((float)(start + i) + 0.5f - cx) * inverse_rx, gx = u * inverse_rx;
          // First-order distance to the ellipse: (f - 1) / |grad f| with f = sqrt(u² + v²).
          float square = u * u + v * v;
          float distance = (square - sqrtf(square)) / most(sqrtf(gx * gx + gy * gy), 1e-6f);
          coverage[i] = clamp01(0.5f - distance * inverse_soft) * opacity;
        }
        blend_row(row + 4 * start, count, color, coverage);
      }
    }
  }
}

FAST void raster_glow(
    raster_canvas canvas, float cx, float cy, float rx, float ry, const float *ink, float strength) {
  if (rx <= 0 || ry <= 0) return;
  f4 color = load4(ink) * all(strength);
  float light[CHUNK];
  float inverse_rx = 1 / rx, inverse_ry = 1 / ry;
  int end = last(cy + ry, canvas.height);
  for (int y = first(cy - ry, canvas.height); y < end; y++) {
    float v = ((float)y + 0.5f - cy) * inverse_ry;
    float chord = 1 - v * v;
    if (chord <= 0) continue;
    float half = sqrtf(chord) * rx;
    float *row = canvas.pixels + (long)y * canvas.width * 4;
    int right = last(cx + half, canvas.width);
    for (int start = first(cx - half, canvas.width); start < right; start += CHUNK) {
      int count = right - start < CHUNK ? right - start : CHUNK;
      for (int i = 0; i < count; i++) {
        float u = ((float)(start + i) + 0.5f - cx) * inverse_rx, fall = most(0, 1 - u * u - v * v);
        light[i] = fall * fall;
      }
      float *pixels = row + 4 * start;
      for (int i = 0; i < count; i++) store4(pixels + 4 * i, load4(pixels + 4 * i) + color * all(light[i]));
    }
  }
}

enum { MAX_CORNERS = 8 };

FAST void raster_polygon(raster_canvas canvas, const float *points, int count, const float *ink, float opacity) {
  if (count < 3 || count > MAX_CORNERS) return;
  float nx[MAX_CORNERS], ny[MAX_CORNERS], offset[MAX_CORNERS];
  float left = points[0] - 1, right = points[0] + 1, top = points[1], bottom = points[1];
  for (int i = 0; i < count; i++) {
    const float *a = points + 2 * i, *b = points + 2 * ((i + 1) % count);
    float dx = b[0] - a[0], dy = b[1] - a[1], length = sqrtf(dx * dx + dy * dy);
    if (length < 1e-6f) length = 1e-6f;
    // Inward normal of an edge walked clockwise on screen (y down).
    nx[i] = -dy / length;
    ny[i] = dx / length;
    offset[i] = -(nx[i] * a[0] + ny[i] * a[1]) + 0.5f;
    left = least(left, a[0] - 1);
    right = most(right, a[0] + 1);
    top = least(top, a[1]);
    bottom = most(bottom, a[1]);
  }
  f4 color = load4(ink);
  int y_end = last(bottom + 0.5f, canvas.height);
  for (int y = first(top - 0.5f, canvas.height); y < y_end; y++) {
    float *row = canvas.pixels + (long)y * canvas.width * 4, py = (float)y + 0.5f;
    // The stretch of pixel middles with any coverage, and the one inside with full coverage.
    float from = left, to = right, solid_from = left, solid_to = right, rest[MAX_CORNERS];
    for (int i = 0; i < count; i++) {
      rest[i] = ny[i] * py + offset[i];
      if (fabsf(nx[i]) < 1e-6f) {
        if (rest[i] <= 0) to = from - 1;
        if (rest[i] < 1) solid_to = solid_from - 1;
      } else if (nx[i] > 0) {
        from = most(from, -rest[i] / nx[i]);
        solid_from = most(solid_from, (1 - rest[i]) / nx[i]);
      } else {
        to = least(to, -rest[i] / nx[i]);
        solid_to = least(solid_to, (1 - rest[i]) / nx[i]);
      }
    }
    int start = first(from - 0.5f, canvas.width), end = last(to + 0.5f, canvas.width);
    int solid_start = end, solid_end = end;
    if (solid_to > solid_from) {
      solid_start = clampi(last(solid_from, canvas.width), start, end > start ? end : start);
      solid_end = clampi(first(solid_to, canvas.width), solid_start, end > solid_start ? end : solid_start);
    }
    blend_span(row, solid_start, solid_end, color, opacity);
    for (int x = start; x < end; x++) {
      if (x == solid_start && solid_end > solid_start) x = solid_end;
      if (x >= end) break;
      float px = (float)x + 0.5f, coverage = 1;
      for (int i = 0; i < count; i++) coverage = least(coverage, nx[i] * px + rest[i]);
      blend(row + 4 * x, color, most(0, coverage) * opacity);
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
  float reach = half_width + 0.5f, coverage[CHUNK];
  f4 color = load4(ink);
  int x_start = first(least(x0, x1) - reach, canvas.width), x_end = last(most(x0, x1) + reach, canvas.width);
  int y_end = last(most(y0, y1) + reach, canvas.height);
  for (int y = first(least(y0, y1) - reach, canvas.height); y < y_end; y++) {
    float *row = canvas.pixels + (long)y * canvas.width * 4, py = (float)y + 0.5f - y0;
    int left = x_start, right = x_end;
    if (fabsf(dy) > 1e-3f) {
      // Only where the line passes within reach of this row.
      float a = clamp01((py - reach) / dy), b = clamp01((py + reach) / dy);
      left = clampi(first(x0 + least(a * dx, b * dx) - reach, canvas.width), x_start, x_end);
      right = clampi(last(x0 + most(a * dx, b * dx) + reach, canvas.width), left, x_end);
    }
    for (int start = left; start < right; start += CHUNK) {
      int count = right - start < CHUNK ? right - start : CHUNK;
      for (int i = 0; i < count; i++) {
        float px = (float)(start + i) + 0.5f - x0, along = clamp01((px * dx + py * dy) * inverse);
        float ex = px - along * dx, ey = py - along * dy;
        coverage[i] = clamp01(reach - sqrtf(ex * ex + ey * ey)) * opacity;
      }
      blend_row(row + 4 * start, count, color, coverage);
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
