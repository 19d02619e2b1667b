// craster: painting with area coverage on canvases of four floats per pixel. Inner loops only: what to paint and
// where is decided in Swift. Every function is pure in its arguments and safe to call from many threads.
//
// A canvas holds [H, W, 4] floats: red, green, blue (sRGB-encoded, 0...1, blended as encoded) and a mask whose
// meaning the look decides (heat, solidity, ...). Coordinates are in pixels, x right, y down, pixel (0, 0) covers
// 0...1; shapes may lie partly or wholly outside. Inks are four floats like a pixel; opacity is 0...1.
#ifndef ZOETROPE_CRASTER_H
#define ZOETROPE_CRASTER_H

#include "craster_gait.h"

typedef struct {
  float *pixels;  // [H, W, 4]
  int width, height;
} raster_canvas;

// One size of a picture: premultiplied red, green, blue, alpha, [H + 2, W + 2, 4] with a transparent rim of one texel, so
// that bilinear sampling needs no cases at the edges.
typedef struct {
  const float *texels;
  int width, height;
} raster_picture;

// How a picture's colours become ink: colour * gain + bias, mask = base + slope * luminance (all times alpha).
typedef struct {
  float gain[3], bias[3];
  float mask_base, mask_slope, opacity;
} raster_tone;

// Fills row y with inks[y]; inks: [H, 4].
void raster_rows(raster_canvas canvas, const float *inks);
// Blends row y with inks[y] at opacities[y]; inks: [H, 4], opacities: [H].
void raster_veil(raster_canvas canvas, const float *inks, const float *opacities);
// Fills below a profile: tops[x] is the height of the upper edge in column x; row y takes inks[y], [H, 4].
void raster_below(raster_canvas canvas, const float *tops, const float *inks, float opacity);
// Fills the band tops[x]...bottoms[x] with one ink.
void raster_band(raster_canvas canvas, const float *tops, const float *bottoms, const float *ink, float opacity);
// Axis-aligned rectangle, exact coverage.
void raster_rect(raster_canvas canvas, float x0, float y0, float x1, float y1, const float *ink, float opacity);
// Ellipse with an edge that is `soft` pixels wide (at least 1).
void raster_ellipse(
    raster_canvas canvas, float cx, float cy, float rx, float ry, float soft, const float *ink, float opacity);
// Light around a point, added: ink * strength * (1 - (d/r)^2)^2; the mask is raised likewise.
void raster_glow(raster_canvas canvas, float cx, float cy, float rx, float ry, const float *ink, float strength);
// Convex polygon, clockwise on screen; points: [count, 2].
void raster_polygon(raster_canvas canvas, const float *points, int count, const float *ink, float opacity);
// Line with round ends.
void raster_line(
    raster_canvas canvas, float x0, float y0, float x1, float y1, float half_width, const float *ink, float opacity);
// Picture under an affine map. `inverse` takes canvas to picture, both in fractions of the picture (0...1 inside):
// u = inverse[0] x + inverse[1] y + inverse[2], v = inverse[3] x + inverse[4] y + inverse[5].
// `fine` and `coarse` are two sizes of the same picture, mixed by `mix` (0 = fine). `gait` moves the picture's own coordinates, also
// beyond the box; NULL: nothing moves.
void raster_sprite(
    raster_canvas canvas, raster_picture fine, raster_picture coarse, float mix, const float *inverse,
    const raster_tone *tone, const raster_gait *gait);

// Area-averages a picture to a smaller (or equal) size; output: [height + 2, width + 2, 4] with its rim.
void raster_shrink(raster_picture source, float *output, int width, int height);

// Canvas to pixels in -1...1, clamped; output: [H, W, 3].
void raster_emit(raster_canvas canvas, float *output);


#endif
