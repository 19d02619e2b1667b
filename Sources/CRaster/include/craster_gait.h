// craster_gait: how a picture's own coordinates move. One pose of a picture, as numbers made once per frame, and the function
// that says for every place of the actor's box which place of the picture is seen there. Painter and networks' features
// call the same function.
//
// Coordinates are fractions of the picture: u to the right, v down, 0...1 inside, unflipped. The function is an inverse warp: it
// takes what is seen to where it is read. It is continuous, but for a wheel's rim. Its stages, from what is seen inwards:
//
//   body     an affine map: turning, rising, squashing as a whole
//   waves    shifts that depend on u alone (fins, spread wings), then shifts that depend on v alone (stems, flames, chests)
//   legs     below the hip line each leg goes by a shift that grows from its hip to its foot, the same for all of its width; between
//            legs the places that are read are mixed; beyond the outermost ones the shift fades
//   wings    above a line heights are divided by a factor that grows from the hinge to the tip
//   wheels   turn within their rims
//   head     is exempt from waves, legs and wings: it is shifted as a whole
#ifndef ZOETROPE_CRASTER_GAIT_H
#define ZOETROPE_CRASTER_GAIT_H

enum {
  RASTER_GAIT_LEGS = 8,
  RASTER_GAIT_WINGS = 4,
  RASTER_GAIT_WHEELS = 8,
  RASTER_GAIT_KNOTS = 33,
};

// Waves are given at knots this far apart, the first one at RASTER_GAIT_FIRST, and linear between them.
#define RASTER_GAIT_FIRST (-0.3f)
#define RASTER_GAIT_SPACING 0.05f

typedef struct {
  float hip_u, foot_u;        // where the leg begins and ends in the picture
  float shift_u, shift_v;     // of its foot
  float half_width;
  float inverse_length;       // 1 / (1 - hip + shift_v): way below the hip line -> 0 at the hip ... 1 at the foot
} raster_leg;

typedef struct {
  float line;                 // heights are measured from here upwards
  float hinge, inverse_span;  // (u - hinge) * inverse_span: 0 at the hinge ... 1 at the tip; the span is signed
  float fade;                 // that coordinate, beyond the tip, over which the wing's part ends; 0: it never does
  float stretch;              // heights at the tip are multiplied by 1 + stretch to find the picture's
} raster_wing;

typedef struct {
  float u, v;                 // centre
  float square;               // radius squared, in heights of the picture
  float cosine, sine;         // of the angle to turn back
} raster_wheel;

// One pose of a picture.
typedef struct {
  // The rectangle of the actor's box outside which nothing is seen: left, top, right, bottom.
  float bounds[4];
  // u = body[0] u + body[1] v + body[2], v = body[3] u + body[4] v + body[5].
  float body[6];
  int has_columns, has_rows, leg_count, wing_count, wheel_count, has_head;
  // What to add to (u, v): by u, then by v.
  float columns[RASTER_GAIT_KNOTS][2], rows[RASTER_GAIT_KNOTS][2];
  float hip;                  // height of the line that legs swing about
  float leg_fade;             // way beyond the outermost legs over which their shift fades
  raster_leg legs[RASTER_GAIT_LEGS];  // from left to right, never crossing
  raster_wing wings[RASTER_GAIT_WINGS];
  float aspect;               // width of the picture divided by its height
  raster_wheel wheels[RASTER_GAIT_WHEELS];
  float head[4];              // left, top, right, bottom
  float head_shift[2];        // to add to (u, v) within it
  float inverse_head_margin;  // 1 / the way around it over which the rest of the picture joins it
} raster_gait;

static inline void raster_gait_wave(const float (*knots)[2], float at, float *u, float *v) {
  float place = (at - RASTER_GAIT_FIRST) * (1 / RASTER_GAIT_SPACING);
  place = place < 0 ? 0 : place > RASTER_GAIT_KNOTS - 1.001f ? RASTER_GAIT_KNOTS - 1.001f : place;
  int knot = (int)place;
  float share = place - (float)knot;
  *u += knots[knot][0] + (knots[knot + 1][0] - knots[knot][0]) * share;
  *v += knots[knot][1] + (knots[knot + 1][1] - knots[knot][1]) * share;
}

// Below the hip line: finds the leg, or the two legs, beside (u, v).
static inline void raster_gait_legs(const raster_gait *gait, float *u, float *v) {
  float below = *v - gait->hip, x = *u;
  // The last edge to the left of x, and what is read there: its own u, and its way from hip (0) to foot (1).
  float full = 1 / (1 - gait->hip);
  float edge = 0, edge_u = 0, edge_way = 0;
  for (int i = 0; i <= gait->leg_count; i++) {
    float next, next_u, next_way, shift = 0, right = 0;
    if (i < gait->leg_count) {
      const raster_leg *leg = gait->legs + i;
      next_way = below * leg->inverse_length;
      shift = leg->shift_u * next_way;
      float middle = leg->hip_u + (leg->foot_u - leg->hip_u) * next_way;
      next_u = middle - leg->half_width;
      right = middle + leg->half_width;
      next = next_u + shift;
    } else {
      next = next_u = edge_u + gait->leg_fade;
      next_way = below * full;
    }
    if (i == 0) {
      edge = edge_u = next_u - gait->leg_fade;
      edge_way = below * full;
      if (x <= edge) return;
    }
    if (x < next) {
      float share = (x - edge) / (next - edge);
      *u = edge_u + (next_u - edge_u) * share;
      *v = gait->hip + (edge_way + (next_way - edge_way) * share) * (1 - gait->hip);
      return;
    }
    if (i == gait->leg_count) return;
    if (x <= right + shift) {
      *u = x - shift;
      *v = gait->hip + next_way * (1 - gait->hip);
      return;
    }
    edge = right + shift;
    edge_u = right;
    edge_way = next_way;
  }
}

// The place in the picture that is seen at (u, v) of the actor's box. Outside 0...1 there is nothing to see.
static inline void raster_gait_source(const raster_gait *gait, float u, float v, float *source_u, float *source_v) {
  float x = gait->body[0] * u + gait->body[1] * v + gait->body[2];
  float y = gait->body[3] * u + gait->body[4] * v + gait->body[5];
  float head_u = x + gait->head_shift[0], head_v = y + gait->head_shift[1], head = 0;
  if (gait->has_head) {
    float left = gait->head[0] - head_u, right = head_u - gait->head[2];
    float above = gait->head[1] - head_v, below = head_v - gait->head[3];
    float across = left > right ? left : right, down = above > below ? above : below;
    float away = (across > down ? across : down) * gait->inverse_head_margin;
    if (away <= 0) {
      *source_u = head_u;
      *source_v = head_v;
      return;
    }
    head = away < 1 ? (1 - away) * (1 - away) * (1 + 2 * away) : 0;
  }
  if (gait->has_columns) raster_gait_wave(gait->columns, x, &x, &y);
  if (gait->has_rows) raster_gait_wave(gait->rows, y, &x, &y);
  if (gait->leg_count > 0 && y > gait->hip) raster_gait_legs(gait, &x, &y);
  for (int i = 0; i < gait->wing_count; i++) {
    const raster_wing *wing = gait->wings + i;
    if (y >= wing->line) continue;
    float out = (x - wing->hinge) * wing->inverse_span;
    float share = out <= 0 ? 0 : out < 1 ? out : 1;
    if (wing->fade > 0 && out > 1) share = out < 1 + wing->fade ? 1 - (out - 1) / wing->fade : 0;
    y = wing->line - (wing->line - y) * (1 + wing->stretch * share);
  }
  for (int i = 0; i < gait->wheel_count; i++) {
    const raster_wheel *wheel = gait->wheels + i;
    float across = (x - wheel->u) * gait->aspect, down = y - wheel->v;
    if (across * across + down * down > wheel->square) continue;
    x = wheel->u + (across * wheel->cosine + down * wheel->sine) / gait->aspect;
    y = wheel->v + down * wheel->cosine - across * wheel->sine;
    break;
  }
  *source_u = x + (head_u - x) * head;
  *source_v = y + (head_v - y) * head;
}

#endif
