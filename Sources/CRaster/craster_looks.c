#include "craster_looks.h"

#include "craster_inlines.h"

static inline float to_pixel(float v) { return 2 * clamp01(v) - 1; }
static inline float luminance(const float *p) { return 0.299f * p[0] + 0.587f * p[1] + 0.114f * p[2]; }

FAST void raster_ramp(
    raster_canvas canvas, const float *weights, const float *ramp, float vignette, raster_grain grain, float *output) {
  float half_w = 0.5f * (float)canvas.width, half_h = 0.5f * (float)canvas.height;
  for (int y = 0; y < canvas.height; y++) {
    float v = ((float)y + 0.5f - half_h) / half_h;
    for (int x = 0; x < canvas.width; x++) {
      long i = (long)y * canvas.width + x;
      const float *p = canvas.pixels + 4 * i;
      float u = ((float)x + 0.5f - half_w) / half_w;
      float value = weights[0] * p[0] + weights[1] * p[1] + weights[2] * p[2] + weights[3] * p[3];
      if (grain.values) value += grain.values[i] * grain.strength;
      value *= 1 - vignette * (u * u + v * v);
      const float *color = ramp + 3 * (int)(clamp01(value) * (float)(RASTER_RAMP_SIZE - 1) + 0.5f);
      for (int channel = 0; channel < 3; channel++) output[3 * i + channel] = 2 * color[channel] - 1;
    }
  }
}

FAST void raster_silhouette(raster_canvas canvas, const float *glow, float mix, float *output) {
  long count = (long)canvas.width * canvas.height;
  for (long i = 0; i < count; i++) {
    const float *p = canvas.pixels + 4 * i;
    float keep = 1 - clamp01(p[3]);
    for (int channel = 0; channel < 3; channel++) {
      output[3 * i + channel] = to_pixel((p[channel] + (glow[channel] - p[channel]) * mix) * keep);
    }
  }
}

FAST void raster_blocks(raster_canvas canvas, int block, int levels, float *output) {
  // Nearer to the middle than the usual 1/8 … 7/8: a hint of the pattern, not a veil.
  static const float thresholds[2][2] = {{0.40f, 0.54f}, {0.60f, 0.46f}};
  float steps = (float)(levels - 1);
  for (int top = 0; top < canvas.height; top += block) {
    int bottom = top + block < canvas.height ? top + block : canvas.height;
    for (int left = 0; left < canvas.width; left += block) {
      int right = left + block < canvas.width ? left + block : canvas.width;
      float sum[3] = {0, 0, 0};
      for (int y = top; y < bottom; y++) {
        for (int x = left; x < right; x++) {
          const float *p = canvas.pixels + 4 * ((long)y * canvas.width + x);
          for (int channel = 0; channel < 3; channel++) sum[channel] += p[channel];
        }
      }
      float area = (float)((bottom - top) * (right - left));
      for (int channel = 0; channel < 3; channel++) sum[channel] /= area;
      float light = luminance(sum), threshold = thresholds[(top / block) & 1][(left / block) & 1];
      for (int channel = 0; channel < 3; channel++) {
        float strong = clamp01(light + (sum[channel] - light) * 1.35f);
        sum[channel] = 2 * floorf(strong * steps + threshold) / steps - 1;
      }
      for (int y = top; y < bottom; y++) {
        for (int x = left; x < right; x++) {
          float *out = output + 3 * ((long)y * canvas.width + x);
          for (int channel = 0; channel < 3; channel++) out[channel] = sum[channel];
        }
      }
    }
  }
}

FAST void raster_tape(
    raster_canvas canvas, int smear, int shift, float period, float band, raster_grain grain, float *output) {
  int width = canvas.width;
  float weight = 1 / (float)(2 * smear + 1);
  for (int y = 0; y < canvas.height; y++) {
    const float *row = canvas.pixels + 4 * (long)y * width;
    float place = ((float)y + 0.5f) / (float)canvas.height, distance = fabsf(place - band) / 0.06f;
    float tear = distance < 1 ? 1 - distance : 0;
    int slide = (int)(tear * (float)shift * 3);
    // Mean darkness of the row's stretch of a sine of the line period.
    float phase = 6.2831853f * ((float)y + 0.5f) / period;
    float line = 1 - 0.16f * (0.5f - 0.5f * cosf(phase));
    float red = 0, blue = 0;
    for (int k = -smear; k <= smear; k++) {
      const float *p = row + 4 * clampi(k - shift + slide, 0, width - 1);
      float light = luminance(p);
      red += p[0] - light;
      blue += p[2] - light;
    }
    for (int x = 0; x < width; x++) {
      const float *p = row + 4 * clampi(x + slide, 0, width - 1);
      float light = luminance(p) * 0.90f + 0.07f + grain.values[(long)y * width + x] * (grain.strength + 0.25f * tear);
      float r = red * weight * 1.15f, b = blue * weight * 1.15f, g = -(0.299f * r + 0.114f * b) / 0.587f;
      float *out = output + 3 * ((long)y * width + x);
      out[0] = to_pixel((light + r) * line);
      out[1] = to_pixel((light + g) * line);
      out[2] = to_pixel((light + b) * line);
      const float *leaving = row + 4 * clampi(x - smear - shift + slide, 0, width - 1);
      const float *entering = row + 4 * clampi(x + smear + 1 - shift + slide, 0, width - 1);
      float out_light = luminance(leaving), in_light = luminance(entering);
      red += entering[0] - in_light - leaving[0] + out_light;
      blue += entering[2] - in_light - leaving[2] + out_light;
    }
  }
}

static inline float edge_between(const float *left, const float *right, const float *above, const float *below) {
  f4 dx = load4(right) - load4(left), dy = load4(below) - load4(above);
  f4 square = dx * dx + dy * dy;
  // Gradients of the sky are no edges.
  return clamp01((sqrtf(square[0] + square[1] + square[2] + square[3]) - 0.10f) * 1.5f);
}

FAST void raster_edges(raster_canvas canvas, int reach, float *edges) {
  int width = canvas.width, height = canvas.height;
  for (int y = 0; y < height; y++) {
    const float *above = canvas.pixels + 4 * (long)clampi(y - reach, 0, height - 1) * width;
    const float *below = canvas.pixels + 4 * (long)clampi(y + reach, 0, height - 1) * width;
    const float *row = canvas.pixels + 4 * (long)y * width;
    float *out = edges + (long)y * width;
    for (int x = 0; x < width; x++) {
      if (x == reach && width > 2 * reach) {
        for (; x < width - reach; x++) {
          out[x] = edge_between(row + 4 * (x - reach), row + 4 * (x + reach), above + 4 * x, below + 4 * x);
        }
      }
      int l = clampi(x - reach, 0, width - 1), r = clampi(x + reach, 0, width - 1);
      out[x] = edge_between(row + 4 * l, row + 4 * r, above + 4 * x, below + 4 * x);
    }
  }
}

FAST void raster_neon(raster_canvas canvas, const float *edges, const float *blurred, float *output) {
  long count = (long)canvas.width * canvas.height;
  for (long i = 0; i < count; i++) {
    const float *p = canvas.pixels + 4 * i;
    float light = luminance(p), most = 0.02f, color[3];
    for (int channel = 0; channel < 3; channel++) {
      // Far more colourful than the picture; greys become violet.
      color[channel] = clamp01(0.55f + (p[channel] - light) * 4);
    }
    color[0] += 0.12f;
    color[2] += 0.25f;
    for (int channel = 0; channel < 3; channel++) most = color[channel] > most ? color[channel] : most;
    float edge = edges[i], glow = blurred[i];
    for (int channel = 0; channel < 3; channel++) {
      float hue = color[channel] / most;
      float dark = p[channel] * 0.16f + 0.015f + (channel == 2 ? 0.05f : 0);
      output[3 * i + channel] = to_pixel(dark + hue * hue * (edge * 0.95f + glow * 0.75f) + edge * edge * 0.15f);
    }
  }
}

FAST void raster_drawing(
    raster_canvas canvas, const float *edges, const float *ink, const float *ground, float pitch, float line, float *output) {
  for (int y = 0; y < canvas.height; y++) {
    float fy = (float)y + 0.5f - pitch * floorf(((float)y + 0.5f) / pitch);
    float my = (float)y + 0.5f - 4 * pitch * floorf(((float)y + 0.5f) / (4 * pitch));
    for (int x = 0; x < canvas.width; x++) {
      long i = (long)y * canvas.width + x;
      const float *p = canvas.pixels + 4 * i;
      float fx = (float)x + 0.5f - pitch * floorf(((float)x + 0.5f) / pitch);
      float mx = (float)x + 0.5f - 4 * pitch * floorf(((float)x + 0.5f) / (4 * pitch));
      float grid = (mx < line || my < line) ? 0.26f : (fx < line || fy < line) ? 0.13f : 0;
      float strength = clamp01(edges[i] * 1.8f - 0.2f);
      // The sheet is nearly even: only lines tell what is on it.
      float shade = 0.90f + 0.16f * luminance(p);
      for (int channel = 0; channel < 3; channel++) {
        float base = ground[channel] * shade + (ink[channel] - ground[channel]) * grid;
        output[3 * i + channel] = to_pixel(base + (ink[channel] - base) * strength);
      }
    }
  }
}

static inline void blur_row(const float *in, float *out, int width, int radius) {
  float weight = 1 / (float)(2 * radius + 1), sum = 0;
  for (int k = -radius; k <= radius; k++) sum += in[clampi(k, 0, width - 1)];
  for (int x = 0; x < width; x++) {
    out[x] = sum * weight;
    sum += in[clampi(x + radius + 1, 0, width - 1)] - in[clampi(x - radius, 0, width - 1)];
  }
}

static inline void blur_row_of_inks(const float *in, float *out, int width, int radius) {
  float share = 1 / (float)(2 * radius + 1);
  f4 weight = {share, share, share, share}, sum = {0, 0, 0, 0};
  for (int k = -radius; k <= radius; k++) sum += load4(in + 4 * clampi(k, 0, width - 1));
  for (int x = 0; x < width; x++) {
    store4(out + 4 * x, sum * weight);
    sum += load4(in + 4 * clampi(x + radius + 1, 0, width - 1)) - load4(in + 4 * clampi(x - radius, 0, width - 1));
  }
}

FAST void raster_blur(float *image, float *scratch, int height, int width, int channels, int radius) {
  long row = (long)width * channels;
  for (int y = 0; y < height; y++) {
    if (channels == 4) blur_row_of_inks(image + y * row, scratch + y * row, width, radius);
    if (channels == 1) blur_row(image + y * row, scratch + y * row, width, radius);
  }
  // Down the columns, all columns of a row together so that memory is read in order.
  float weight = 1 / (float)(2 * radius + 1);
  for (long x = 0; x < row; x++) image[x] = 0;
  for (int k = -radius; k <= radius; k++) {
    const float *line = scratch + clampi(k, 0, height - 1) * row;
    for (long x = 0; x < row; x++) image[x] += line[x] * weight;
  }
  for (int y = 1; y < height; y++) {
    const float *before = image + (y - 1) * row;
    const float *entering = scratch + clampi(y + radius, 0, height - 1) * row;
    const float *leaving = scratch + clampi(y - 1 - radius, 0, height - 1) * row;
    float *line = image + y * row;
    for (long x = 0; x < row; x++) line[x] = before[x] + (entering[x] - leaving[x]) * weight;
  }
}

FAST void raster_wash(
    raster_canvas smooth, raster_canvas smoother, raster_grain paper, float margin, float *output) {
  float inverse = 1 / margin;
  for (int y = 0; y < smooth.height; y++) {
    float from_top = (float)y + 0.5f, from_bottom = (float)smooth.height - from_top;
    float vertical = from_top < from_bottom ? from_top : from_bottom;
    for (int x = 0; x < smooth.width; x++) {
      long i = (long)y * smooth.width + x;
      const float *p = smooth.pixels + 4 * i, *q = smoother.pixels + 4 * i;
      float from_left = (float)x + 0.5f, from_right = (float)smooth.width - from_left;
      float horizontal = from_left < from_right ? from_left : from_right;
      float light = luminance(p), rim = luminance(q) - light;
      // Paint gathers at the rim of a wash: darker just inside an edge.
      float pool = 1 - 1.5f * (rim > 0 ? rim : -0.4f * rim);
      float grain = paper.values[i], texture = 1 + grain * paper.strength;
      float inside = (horizontal < vertical ? horizontal : vertical) * inverse - 0.35f + grain * 0.5f;
      inside = clamp01(inside);
      for (int channel = 0; channel < 3; channel++) {
        float thin = 0.16f + 0.82f * (light + (p[channel] - light) * 1.2f);
        float sheet = channel == 2 ? 0.93f : 0.97f;
        output[3 * i + channel] = to_pixel((sheet + (thin * pool - sheet) * inside) * texture);
      }
    }
  }
}
