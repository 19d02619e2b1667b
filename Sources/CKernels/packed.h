// What GEMM, convolution and attention with packed factors share: how a right factor is packed, and tiles of the result.
//
// B is packed as [panel][k][32]: 32 columns of the result lie together, k after k (in bfloat16: pair after pair). A
// register tile is 12 rows by one panel, 24 of the 32 registers; the tile runs through 256 k at a time, so that its
// rows stay in the L1 cache while panels come from L2.

#ifndef ZK_PACKED_H
#define ZK_PACKED_H

#include "bf16.h"

#include <math.h>
#include <string.h>

#if defined(__x86_64__) && defined(__linux__)

#define NR 32    // columns of a panel: two registers
#define MR 12    // rows of a register tile
#define KC 256   // k of one pass over a tile's rows: 12 KiB of fp32
#define GROUP 4  // tiles that a panel is multiplied with before the next comes from the cache

static inline size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

// Words of one column of a panel.
static inline size_t depth_of(int bf16, size_t k) { return bf16 ? (k + 1) / 2 : k; }

// How many columns of a panel a tile computes: a narrow result (colours, channels) needs fewer registers than a whole panel.
enum { WHOLE = 32, THREE_QUARTERS = 24, HALF = 16, QUARTER = 8, MASKED = 33 };

static inline int lanes_of(size_t columns) { return columns > WHOLE ? WHOLE : (int)(columns + 7) / 8 * 8; }

// Rows that a tile computes for so many.
static inline size_t tile_height(size_t rows) { return rows >= MR ? MR : (rows + 3) / 4 * 4; }

ZK_BF16 static inline void to_pairs(const float *x, size_t count, pair *out) {
  for (size_t k = 0; k < count; k += 32) _mm512_storeu_si512(out + k / 2, load_pairs(x + k, count - k));
}

// c[rows][columns] (+)= a·b over `depth` words of b. A may come in parts, each `depth` long and `skip` words after the one before;
// `lda` counts words. Rows up to tile_height are read and written, columns up to lanes_of.
void zk_tile(int bf16, size_t rows, size_t columns, const void *a, size_t lda, size_t parts, size_t skip, const void *b,
             size_t depth, float *c, size_t ldc, int adds);

// Rows [rows rounded up to 16][KC] of a left factor that lies transposed, `a[p·lda + i]`. Beyond the depth, and in rows beyond the
// last, are zeros.
void zk_transpose_f32(const float *a, size_t lda, size_t rows, size_t depth, uint32_t *out);

#endif
#endif
