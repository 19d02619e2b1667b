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
// Means over blocks of `block` pixels, their colours strengthened, each channel rounded to `levels` steps; a 2×2 pattern of
// thresholds, one per block, stands for the tones between two steps.
void raster_blocks(raster_canvas canvas, int block, int levels, float *output);
// Colour smeared sideways over 2 `smear` + 1 pixels and displaced by `shift`, lines of `period` pixels, rows of the band
// around `band` (fraction of the height) torn sideways.
void raster_tape(
    raster_canvas canvas, int smear, int shift, float period, float band, raster_grain grain, float *output);
// Strength of the edges between a pixel and those `reach` pixels away; edges: [H, W], about 0...1.
void raster_edges(raster_canvas canvas, int reach, float *edges);
// Edges in glowing colours on a dark picture; blurred: the edges blurred, [H, W].
void raster_neon(raster_canvas canvas, const float *edges, const float *blurred, float *output);
// Edges in `ink` on `ground` with a grid of `pitch` pixels, every fourth line stronger.
void raster_drawing(
    raster_canvas canvas, const float *edges, const float *ink, const float *ground, float pitch, float line, float *output);
// Mean over (2 `radius` + 1)² pixels, edge pixels repeated; image and scratch: [H, W, channels] with 1 or 4 channels, image
// is replaced.
void raster_blur(float *image, float *scratch, int height, int width, int channels, int radius);
// Smoothed colours with darker rims, on paper that shows in a margin of `margin` pixels.
void raster_wash(
    raster_canvas smooth, raster_canvas smoother, raster_grain paper, float margin, float *output);

// The colours of a painter: a picture's own, strengthened by `saturation`, drawn by `share` towards three colours by lightness.
typedef struct {
  float dark[3], middle[3], light[3];
  float saturation, share;
} raster_palette;

// A copy whose mask is the square of the luminance; blurred it gives means and variances. output: [H, W, 4].
void raster_squares(raster_canvas canvas, float *output);
// Smooths surfaces and keeps edges (Kuwahara et al. 1976, softly weighted): of the four squares that touch a pixel at a corner
// the evenest ones count. means: what raster_squares gives, blurred with `radius`; output: [H, W, 4], mask 0.
void raster_kuwahara(raster_canvas means, int radius, float *output);
// Direction of the luminance's gradient at twice its angle, in the first two channels of output, [H, W, 4]; blur it before use.
void raster_tensor(raster_canvas canvas, int reach, float *output);
// Unit vectors along edges and, where there are none, around vortices: [vortex_count, 3], x, y, radius in pixels. `swirl` is the
// vortices' weight against a sharp edge; output: [H, W, 2].
void raster_flow(
    raster_canvas tensor, const float *vortices, int vortex_count, float swirl, float *output);
// Means along the flow, `count` steps of `step` pixels to each side, of other colours the less the greater `care` is; bristles go
// to the mask. output: [H, W, 4].
void raster_strokes(
    raster_canvas canvas, const float *flow, raster_grain bristles, float step, int count, float care,
    float *output);
// Strokes in a palette, their bristles as ridges of paint in raking light.
void raster_impasto(
    raster_canvas strokes, int reach, const raster_palette *palette, float relief, float *output);
// Flat tones from the palette's `dark` to its `light` with outlines; towards the upper edge, over `band` of the height, by `share`
// the palette's `middle`; the sheet, `light`, shows in a margin of `margin` pixels.
void raster_flat(
    raster_canvas canvas, const float *edges, const raster_palette *palette, float tones, float line, float band,
    float margin, raster_grain grain, float *output);
// How much lighter than a threshold each pixel is, [H, W].
void raster_lights(raster_canvas canvas, float threshold, float *output);
// A night of coloured light: luminance through a ramp like raster_ramp's, edges and bloom in magenta to the left, cyan to the right.
void raster_cyberpunk(
    raster_canvas canvas, const float *edges, const float *bloom, const float *ramp, float exposure, float *output);
// A picture displaced by `across[y]` and `down[x]` pixels, its hues turned, its lights and shadows half exchanged.
void raster_dream(raster_canvas canvas, const float *across, const float *down, float bright, float *output);

#endif
