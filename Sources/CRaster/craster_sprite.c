#include "craster.h"
#include "craster_inlines.h"

// Bilinear sample at (x, y) in texels from the middle of the first one of the transparent rim.
static inline f4 sample(raster_picture picture, float x, float y) {
  int left = (int)x, top = (int)y;
  float fx = x - (float)left, fy = y - (float)top;
  int stride = 4 * (picture.width + 2);
  const float *at = picture.texels + (long)top * stride + 4 * left;
  f4 a = load4(at), b = load4(at + 4), c = load4(at + stride), d = load4(at + stride + 4);
  f4 upper = a + (b - a) * all(fx), lower = c + (d - c) * all(fx);
  return upper + (lower - upper) * all(fy);
}

// Cuts from...to down to where low < a·x + b < high.
static inline void cut(float a, float b, float low, float high, float *from, float *to) {
  if (fabsf(a) < 1e-12f) {
    if (b <= low || b >= high) *to = *from - 1;
    return;
  }
  float first_x = (low - b) / a, second_x = (high - b) / a;
  *from = most(*from, least(first_x, second_x));
  *to = least(*to, most(first_x, second_x));
}

// What all pixels of a sprite share.
typedef struct {
  raster_picture fine, coarse;
  float mix, opacity;
  f4 gain, bias, slope;
  int has_slope;
} sprite_ink;

// Blends what is read at (u, v) of the picture into a pixel.
static inline void sprite_pixel(const sprite_ink *sprite, float u, float v, float *pixel) {
  float fine_w = (float)sprite->fine.width, fine_h = (float)sprite->fine.height;
  // Rounding may land a hair outside; the clamp keeps the reads inside the rim.
  float fine_x = most(0, least(u * fine_w + 0.5f, fine_w)), fine_y = most(0, least(v * fine_h + 0.5f, fine_h));
  f4 texel = sample(sprite->fine, fine_x, fine_y);
  if (sprite->mix > 0) {
    float coarse_w = (float)sprite->coarse.width, coarse_h = (float)sprite->coarse.height;
    float coarse_x = most(0, least(u * coarse_w + 0.5f, coarse_w));
    float coarse_y = most(0, least(v * coarse_h + 0.5f, coarse_h));
    texel += (sample(sprite->coarse, coarse_x, coarse_y) - texel) * all(sprite->mix);
  }
  float alpha = texel[3];
  if (alpha <= 0.002f) return;
  f4 ink = texel * sprite->gain + sprite->bias * all(alpha);
  if (sprite->has_slope) {
    f4 shade = texel * sprite->slope;
    ink[3] += shade[0] + shade[1] + shade[2];
  }
  store4(pixel, load4(pixel) * all(1 - alpha * sprite->opacity) + ink);
}

FAST void raster_sprite(
    raster_canvas canvas, raster_picture fine, raster_picture coarse, float mix, const float *inverse,
    const raster_tone *tone, const raster_gait *gait) {
  float determinant = inverse[0] * inverse[4] - inverse[1] * inverse[3];
  if (fabsf(determinant) < 1e-20f) return;
  // Texels reach half a texel beyond the picture; outside of both sizes there is nothing to see.
  float margin_u = 0.5f / (float)fine.width, margin_v = 0.5f / (float)fine.height;
  if (mix > 0 && coarse.width < fine.width) {
    margin_u = 0.5f / (float)coarse.width;
    margin_v = 0.5f / (float)coarse.height;
  }
  float left = -margin_u, upper = -margin_v, right = 1 + margin_u, lower = 1 + margin_v;
  if (gait) {
    left = gait->bounds[0] - margin_u;
    upper = gait->bounds[1] - margin_v;
    right = gait->bounds[2] + margin_u;
    lower = gait->bounds[3] + margin_v;
  }
  float top = 1e9f, bottom = -1e9f;
  for (int corner = 0; corner < 4; corner++) {
    float u = ((corner & 1) ? right : left) - inverse[2];
    float v = ((corner & 2) ? lower : upper) - inverse[5];
    float y = (inverse[0] * v - inverse[3] * u) / determinant;
    top = least(top, y);
    bottom = most(bottom, y);
  }
  f4 opacity = all(tone->opacity);
  sprite_ink sprite = {
      fine,
      coarse,
      mix,
      tone->opacity,
      (f4){tone->gain[0], tone->gain[1], tone->gain[2], 0} * opacity,
      (f4){tone->bias[0], tone->bias[1], tone->bias[2], tone->mask_base} * opacity,
      (f4){0.299f, 0.587f, 0.114f, 0} * all(tone->mask_slope) * opacity,
      tone->mask_slope != 0,
  };
  // A copy that no pixel can alias.
  raster_gait pose;
  if (gait) pose = *gait;
  int y_end = last(bottom, canvas.height);
  for (int y = first(top, canvas.height); y < y_end; y++) {
    float *row = canvas.pixels + (long)y * canvas.width * 4;
    float py = (float)y + 0.5f, row_u = inverse[1] * py + inverse[2], row_v = inverse[4] * py + inverse[5];
    float from = 0, to = (float)canvas.width;
    cut(inverse[0], row_u, left, right, &from, &to);
    cut(inverse[3], row_v, upper, lower, &from, &to);
    if (to <= from) continue;
    int x_end = last(to - 0.5f, canvas.width);
    for (int x = first(from + 0.5f, canvas.width); x < x_end; x++) {
      float px = (float)x + 0.5f, u = inverse[0] * px + row_u, v = inverse[3] * px + row_v;
      if (gait) {
        raster_gait_source(&pose, u, v, &u, &v);
        if (!(u > -margin_u && u < 1 + margin_u && v > -margin_v && v < 1 + margin_v)) continue;
      }
      sprite_pixel(&sprite, u, v, row + 4 * x);
    }
  }
}

FAST void raster_shrink(raster_picture source, float *output, int width, int height) {
  int stride = 4 * (source.width + 2), output_stride = 4 * (width + 2);
  for (int i = 0; i < output_stride * (height + 2); i++) output[i] = 0;
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
          sum += load4(source.texels + (long)(row + 1) * stride + 4 * (column + 1)) * all(rows * columns);
        }
      }
      store4(output + (long)(y + 1) * output_stride + 4 * (x + 1), sum * all(1 / (step_x * step_y)));
    }
  }
}
