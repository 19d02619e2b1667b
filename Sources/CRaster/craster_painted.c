// Looks that are painted or drawn by hand: flat washes, strokes along a flow, outlines, coloured light.
#include "craster_looks.h"

#include "craster_inlines.h"

static inline float to_pixel(float v) { return 2 * clamp01(v) - 1; }
static inline float luminance(const float *p) { return 0.299f * p[0] + 0.587f * p[1] + 0.114f * p[2]; }

FAST void raster_squares(raster_canvas canvas, float *output) {
  long count = (long)canvas.width * canvas.height;
  for (long i = 0; i < count; i++) {
    const float *p = canvas.pixels + 4 * i;
    float light = luminance(p);
    for (int channel = 0; channel < 3; channel++) output[4 * i + channel] = p[channel];
    output[4 * i + 3] = light * light;
  }
}

FAST void raster_kuwahara(raster_canvas means, int radius, float *output) {
  int width = means.width, height = means.height;
  for (int y = 0; y < height; y++) {
    for (int x = 0; x < width; x++) {
      f4 sum = all(0);
      float total = 0;
      for (int corner = 0; corner < 4; corner++) {
        int column = clampi(x + (corner & 1 ? radius : -radius), 0, width - 1);
        int row = clampi(y + (corner & 2 ? radius : -radius), 0, height - 1);
        const float *p = means.pixels + 4 * ((long)row * width + column);
        float light = luminance(p), variance = most(0, p[3] - light * light) + 0.0004f;
        // Even corners win softly, so that nothing jumps when a thing moves by a pixel.
        float weight = 1 / (variance * variance);
        sum += load4(p) * all(weight);
        total += weight;
      }
      f4 mean = sum * all(1 / total);
      mean[3] = 0;
      store4(output + 4 * ((long)y * width + x), mean);
    }
  }
}

FAST void raster_tensor(raster_canvas canvas, int reach, float *output) {
  int width = canvas.width, height = canvas.height;
  for (int y = 0; y < height; y++) {
    const float *above = canvas.pixels + 4 * (long)clampi(y - reach, 0, height - 1) * width;
    const float *below = canvas.pixels + 4 * (long)clampi(y + reach, 0, height - 1) * width;
    const float *row = canvas.pixels + 4 * (long)y * width;
    for (int x = 0; x < width; x++) {
      float gx = luminance(row + 4 * clampi(x + reach, 0, width - 1))
          - luminance(row + 4 * clampi(x - reach, 0, width - 1));
      float gy = luminance(below + 4 * x) - luminance(above + 4 * x);
      store4(output + 4 * ((long)y * width + x), (f4){gx * gx - gy * gy, 2 * gx * gy, 0, 0});
    }
  }
}

FAST void raster_flow(
    raster_canvas tensor, const float *vortices, int vortex_count, float swirl, float *output) {
  int width = tensor.width, height = tensor.height;
  for (int y = 0; y < height; y++) {
    for (int x = 0; x < width; x++) {
      const float *p = tensor.pixels + 4 * ((long)y * width + x);
      // Directions are kept at twice their angle, where opposite ones are the same; along an edge is across its gradient.
      float a = -p[0], b = -p[1], length = sqrtf(a * a + b * b);
      float certain = length / (length + 0.004f), scale = certain / most(length, 1e-9f);
      float c = 0.25f, d = 0;
      for (int i = 0; i < vortex_count; i++) {
        float dx = (float)x + 0.5f - vortices[3 * i], dy = (float)y + 0.5f - vortices[3 * i + 1];
        float radius = vortices[3 * i + 2], square = (dx * dx + dy * dy) / (radius * radius) + 1e-6f;
        float weight = 1 / (1 + square * square) / (square * radius * radius);
        c += weight * (dy * dy - dx * dx);
        d -= weight * 2 * dx * dy;
      }
      float whole = swirl / most(sqrtf(c * c + d * d), 1e-6f);
      a = a * scale + c * whole;
      b = b * scale + d * whole;
      length = most(sqrtf(a * a + b * b), 1e-6f);
      // Half the angle without trigonometry.
      float cosine = sqrtf(most(0, 0.5f * (1 + a / length))), sine = sqrtf(most(0, 0.5f * (1 - a / length)));
      output[2 * ((long)y * width + x)] = cosine;
      output[2 * ((long)y * width + x) + 1] = b < 0 ? -sine : sine;
    }
  }
}

FAST void raster_strokes(
    raster_canvas canvas, const float *flow, raster_grain bristles, float step, int count, float care,
    float *output) {
  int width = canvas.width, height = canvas.height;
  float share = 1 / (float)(2 * count + 1);
  for (int y = 0; y < height; y++) {
    for (int x = 0; x < width; x++) {
      long here = (long)y * width + x;
      f4 own = load4(canvas.pixels + 4 * here), sum = own;
      float total = 1, bristle = bristles.values[here];
      for (int side = 0; side < 2; side++) {
        float px = (float)x + 0.5f, py = (float)y + 0.5f;
        float dx = flow[2 * here], dy = flow[2 * here + 1];
        if (side) dx = -dx, dy = -dy;
        for (int k = 0; k < count; k++) {
          px += dx * step;
          py += dy * step;
          long at = (long)clampi((int)py, 0, height - 1) * width + clampi((int)px, 0, width - 1);
          f4 ink = load4(canvas.pixels + 4 * at), apart = (ink - own) * (ink - own);
          // A brush that is loaded with one colour does not run into another.
          float weight = 1 / (1 + care * (apart[0] + apart[1] + apart[2]));
          sum += ink * all(weight);
          total += weight;
          bristle += bristles.values[at];
          float fx = flow[2 * at], fy = flow[2 * at + 1], ahead = fx * dx + fy * dy;
          dx = ahead < 0 ? -fx : fx;
          dy = ahead < 0 ? -fy : fy;
        }
      }
      sum *= all(1 / total);
      sum[3] = bristle * share;
      store4(output + 4 * here, sum);
    }
  }
}

FAST void raster_impasto(
    raster_canvas strokes, int reach, const raster_palette *palette, float relief, float *output) {
  int width = strokes.width, height = strokes.height;
  for (int y = 0; y < height; y++) {
    const float *above = strokes.pixels + 4 * (long)clampi(y - reach, 0, height - 1) * width;
    const float *below = strokes.pixels + 4 * (long)clampi(y + reach, 0, height - 1) * width;
    for (int x = 0; x < width; x++) {
      long i = (long)y * width + x;
      const float *p = strokes.pixels + 4 * i;
      int left = clampi(x - reach, 0, width - 1), right = clampi(x + reach, 0, width - 1);
      // Ridges of paint lit from the upper left.
      float slope = below[4 * right + 3] - above[4 * left + 3];
      float light = luminance(p), paint = 1 + relief * (slope + 0.6f * p[3]);
      for (int channel = 0; channel < 3; channel++) {
        float own = light + (p[channel] - light) * palette->saturation;
        float middle = palette->middle[channel];
        float ramp = light < 0.5f ? palette->dark[channel] + (middle - palette->dark[channel]) * 2 * light
                                  : middle + (palette->light[channel] - middle) * (2 * light - 1);
        output[3 * i + channel] = to_pixel((own + (ramp - own) * palette->share) * paint);
      }
    }
  }
}

// Steps with a short slope between them, so that a slow change of light is no jump.
static inline float stepped(float value, float tones) {
  float scaled = clamp01(value) * tones, whole = floorf(scaled), rest = clamp01((scaled - whole - 0.38f) / 0.24f);
  return (whole + rest * rest * (3 - 2 * rest)) / tones;
}

FAST void raster_flat(
    raster_canvas canvas, const float *edges, const raster_palette *palette, float tones, float line, float band,
    float margin, raster_grain grain, float *output) {
  int width = canvas.width, height = canvas.height;
  for (int y = 0; y < height; y++) {
    float from_edge = least((float)y + 0.5f, (float)height - (float)y - 0.5f);
    float place = ((float)y + 0.5f) / (float)height, top = band > 0 ? clamp01(1 - place / band) : 0;
    for (int x = 0; x < width; x++) {
      long i = (long)y * width + x;
      const float *p = canvas.pixels + 4 * i;
      float from_side = least((float)x + 0.5f, (float)width - (float)x - 0.5f);
      float sheet = margin > 0 ? clamp01(margin + 0.5f - least(from_edge, from_side)) : 0;
      float light = luminance(p), flat = stepped(light, tones), ink = clamp01((edges[i] - 0.3f) * line) * 0.85f;
      float texture = 1 + (grain.values ? grain.values[i] * grain.strength : 0);
      for (int channel = 0; channel < 3; channel++) {
        float own = clamp01(flat + (p[channel] - light) * palette->saturation);
        float color = palette->dark[channel] + (palette->light[channel] - palette->dark[channel]) * own;
        color += (palette->middle[channel] - color) * top * top * palette->share;
        color += (palette->dark[channel] * 0.6f - color) * ink;
        color += (palette->light[channel] - color) * sheet;
        output[3 * i + channel] = to_pixel(color * texture);
      }
    }
  }
}

FAST void raster_lights(raster_canvas canvas, float threshold, float *output) {
  long count = (long)canvas.width * canvas.height;
  for (long i = 0; i < count; i++) {
    output[i] = most(0, luminance(canvas.pixels + 4 * i) - threshold) / (1 - threshold);
  }
}

FAST void raster_cyberpunk(
    raster_canvas canvas, const float *edges, const float *bloom, const float *ramp, float exposure, float *output) {
  int width = canvas.width;
  for (int y = 0; y < canvas.height; y++) {
    for (int x = 0; x < width; x++) {
      long i = (long)y * width + x;
      const float *p = canvas.pixels + 4 * i;
      float light = luminance(p) * exposure, across = ((float)x + 0.5f) / (float)width;
      const float *tone = ramp + 3 * (int)(clamp01(light) * (float)(RASTER_RAMP_SIZE - 1) + 0.5f);
      // Signs to the left shine magenta, those to the right cyan.
      float side[3] = {0.95f - 0.85f * across, 0.10f + 0.75f * across, 0.85f + 0.10f * across};
      for (int channel = 0; channel < 3; channel++) {
        float own = (p[channel] * exposure - light) * 1.1f;
        float color = tone[channel] + own * 0.45f;
        color += side[channel] * (edges[i] * 0.42f + bloom[i] * 0.30f);
        output[3 * i + channel] = to_pixel(color);
      }
    }
  }
}

FAST void raster_dream(raster_canvas canvas, const float *across, const float *down, float bright, float *output) {
  int width = canvas.width, height = canvas.height;
  for (int y = 0; y < height; y++) {
    // Hues turn by a third of the circle at the top, by less than half at the bottom.
    float angle = 2.1f + 0.8f * ((float)y + 0.5f) / (float)height, c = cosf(angle), s = sinf(angle);
    for (int x = 0; x < width; x++) {
      float fx = least(most((float)x + across[y], 0), (float)width - 1.001f);
      float fy = least(most((float)y + down[x], 0), (float)height - 1.001f);
      int column = (int)fx, row = (int)fy, right = column + 1 < width ? 4 : 0;
      long next = row + 1 < height ? 4 * (long)width : 0;
      const float *at = canvas.pixels + 4 * ((long)row * width + column);
      f4 left = all(fx - (float)column), under = all(fy - (float)row);
      f4 upper = load4(at) + (load4(at + right) - load4(at)) * left;
      f4 lower = load4(at + next) + (load4(at + next + right) - load4(at + next)) * left;
      f4 ink = upper + (lower - upper) * under;
      float p[3] = {ink[0], ink[1], ink[2]};
      float light = luminance(p);
      float i = 0.596f * p[0] - 0.274f * p[1] - 0.322f * p[2], q = 0.211f * p[0] - 0.523f * p[1] + 0.312f * p[2];
      float turned_i = (i * c - q * s) * 1.5f, turned_q = (i * s + q * c) * 1.5f;
      // What is lightest and what is darkest trade places a little, as in a film that was lit twice.
      float odd = light + 0.22f * sinf(6.2831853f * light) + bright;
      float *out = output + 3 * ((long)y * width + x);
      out[0] = to_pixel(odd + 0.956f * turned_i + 0.621f * turned_q);
      out[1] = to_pixel(odd - 0.272f * turned_i - 0.647f * turned_q);
      out[2] = to_pixel(odd - 1.106f * turned_i + 1.703f * turned_q);
    }
  }
}
