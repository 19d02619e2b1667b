// craster_looks: the pixel operators behind the looks. Each reads a finished canvas ([H, W, 4], 0...1) and writes a
// picture ([H, W, 3], -1...1). Lengths in pixels come from the caller, in proportion to the frame, so that a look is the
// same at every size.
#ifndef ZOETROPE_CRASTER_LOOKS_H
#define ZOETROPE_CRASTER_LOOKS_H

#include "craster.h"

enum { RASTER_RAMP_SIZE = 512 };

// Noise per pixel, [H, W], about -0.5...0.5, and how strong it is.
typedef struct {
  const float *values;
  float strength;
} raster_grain;

// One value per pixel, weights · (r, g, b, mask), looked up in a ramp of colours [RASTER_RAMP_SIZE, 3] in 0...1; corners are
// darkened by `vignette`.
void raster_ramp(
    raster_canvas canvas, const float *weights, const float *ramp, float vignette, raster_grain grain, float *output);
// Mixes towards `glow` by `mix`, then to black by the mask.
void raster_silhouette(raster_canvas canvas, const float *glow, float mix, float *output);
// Means over blocks of `block` pixels, each channel rounded to `levels` steps.
void raster_blocks(raster_canvas canvas, int block, int levels, float *output);
// Colour smeared sideways over 2 `smear` + 1 pixels and displaced by `shift`, lines of `period` pixels, rows of the band
// around `band` (fraction of the height) torn sideways.
void raster_tape(
    raster_canvas canvas, int smear, int shift, float period, float band, raster_grain grain, float *output);
// Strength of the edges between a pixel and those `reach` pixels away; edges: [H, W], about 0...1.
void raster_edges(raster_canvas canvas, int reach, float *edges);
// Edges in glowing colours on a dark picture; blurred: the edges blurred, [H, W].
void raster_neon(raster_canvas canvas, const float *edges, const float *blurred, float *output);
// Edges in `ink` on `ground` with a faint grid of `pitch` pixels.
void raster_drawing(
    raster_canvas canvas, const float *edges, const float *ink, const float *ground, float pitch, float line, float *output);
// Mean over (2 `radius` + 1)² pixels, edge pixels repeated; image and scratch: [H, W, channels] with 1 or 4 channels, image
// is replaced.
void raster_blur(float *image, float *scratch, int height, int width, int channels, int radius);
// Smoothed colours with darker rims, on paper that shows in a margin of `margin` pixels.
void raster_wash(
    raster_canvas smooth, raster_canvas smoother, raster_grain paper, float margin, float *output);

#endif
