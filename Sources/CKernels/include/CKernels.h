// Vector kernels in plain C: loops that the compiler turns into SIMD, compiled for several instruction sets
// and dispatched when the program is loaded (AVX-512, AVX2+FMA, baseline). No BLAS and no memory management
// here: every function works on the rows it is given, on the thread that calls it.
//
// Conventions: row-major fp32; `rows` × `n` values with a row stride where named; outputs may alias inputs
// only where said. Accuracy against double is stated per function; the tests hold every instruction set to it
// (Scripts/test-instruction-sets). Where nothing is stated, each element takes one rounding per operation.

#ifndef ZOETROPE_CKERNELS_H
#define ZOETROPE_CKERNELS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Name of the instruction set the kernels run with here: "avx512", "avx2", "baseline".
const char *_Nonnull zk_instruction_set(void);

// MARK: Elementwise. `y` may be `x`.

/// y = exp(x). At most 1 ulp for normal results (measured 0.97), 1 step below for denormal ones; exp(−inf) = 0,
/// NaN stays NaN.
void zk_exp(const float *_Nonnull x, float *_Nonnull y, size_t n);
/// y = x·½(1 + tanh(√(2/π)(x + 0.044715x³))), the tanh form of GELU (Hendrycks & Gimpel, arXiv:1606.08415).
/// Error at most 3e-7·|y| for x >= −1, 2e-5·|y| + 1e-35 everywhere; gelu(−inf) = 0, gelu(inf) = inf.
void zk_gelu(const float *_Nonnull x, float *_Nonnull y, size_t n);
/// dx = dy · gelu'(x), the derivative within 3e-7. `dx` may be `dy`.
void zk_gelu_vjp(const float *_Nonnull x, const float *_Nonnull dy, float *_Nonnull dx, size_t n);
/// y = x·σ(x). Error at most 3e-7·|y| + 3e-37; silu(−inf) = 0, silu(inf) = inf.
void zk_silu(const float *_Nonnull x, float *_Nonnull y, size_t n);
/// dx = dy · silu'(x), the derivative within 3e-7. `dx` may be `dy`.
void zk_silu_vjp(const float *_Nonnull x, const float *_Nonnull dy, float *_Nonnull dx, size_t n);
/// y += a·x.
void zk_axpy(float a, const float *_Nonnull x, float *_Nonnull y, size_t n);
/// y = a + b.
void zk_add(const float *_Nonnull a, const float *_Nonnull b, float *_Nonnull y, size_t n);
/// y = a · b.
void zk_multiply(const float *_Nonnull a, const float *_Nonnull b, float *_Nonnull y, size_t n);
/// y = a·x.
void zk_scale(float a, const float *_Nonnull x, float *_Nonnull y, size_t n);
/// Σ x·y, accumulated in fp32 lanes over blocks of 4096, which are added up in double. Error at most 4e-7·Σ|x·y|.
double zk_dot(const float *_Nonnull x, const float *_Nonnull y, size_t n);

// MARK: Rows with a bias. In place on x [rows, n], row stride `stride`.

/// x += bias.
void zk_bias(float *_Nonnull x, size_t stride, const float *_Nonnull bias, size_t rows, size_t n);
/// x = gelu(x + bias).
void zk_bias_gelu(float *_Nonnull x, size_t stride, const float *_Nonnull bias, size_t rows, size_t n);
/// x = silu(x + bias).
void zk_bias_silu(float *_Nonnull x, size_t stride, const float *_Nonnull bias, size_t rows, size_t n);
/// sum[j] += Σ_rows x[i, j], rows added in order.
void zk_column_sums(const float *_Nonnull x, size_t stride, size_t rows, size_t n, float *_Nonnull sum);

// MARK: Softmax

/// Softmax of each row of `x` in place after multiplying by `scale`: x = exp(scale·x − max) / Σ.
///
/// `causal_first`: for row i only columns j <= causal_first + i take part (none where that is negative); pass a
/// number >= n for all. A row with no visible column becomes zeros, a row with NaN or +inf in it NaN.
/// `log_sums`, where given, receives max + log Σ of each row, +inf where nothing is visible.
/// Relative error of an element at most 2⁻²⁴·(4 + 2·(max − x) + √n/2): the rounding of the score, exp and the sum.
void zk_softmax(float *_Nonnull x, size_t stride, size_t rows, size_t n, float scale,
                ptrdiff_t causal_first, float *_Nullable log_sums);
/// Turns scores back into probabilities: p = exp(scale·x − log_sum), as zk_softmax left them.
void zk_softmax_recompute(float *_Nonnull x, size_t stride, size_t rows, size_t n, float scale,
                          ptrdiff_t causal_first, const float *_Nonnull log_sums);
/// ds = scale · p · (dp − δ_i) per row, written over dp. δ is given per row.
void zk_softmax_vjp(const float *_Nonnull p, float *_Nonnull dp, size_t stride, size_t rows, size_t n,
                    float scale, const float *_Nonnull delta);

// MARK: Norms. x, y [rows, n] contiguous. Error of a normalised element at most 1e-6·|y| + 2e-6, |x| from 1e-12 to
// 1e15.

/// y = x·r·(1 + scale_g) + shift_g with r = 1/√(mean x² + eps), the row's `r` stored in `inverse`.
///
/// `group[i]` picks the row of `shift` and `scale` (row stride `modulation_stride`); null picks row 0.
/// `shift`/`scale` may be null (0). Zhang & Sennrich, arXiv:1910.07467; modulation as in DiT, arXiv:2212.09748.
void zk_rms_norm(const float *_Nonnull x, float *_Nonnull y, size_t rows, size_t n, float eps,
                 const float *_Nullable shift, const float *_Nullable scale, size_t modulation_stride,
                 const int32_t *_Nullable group, float *_Nullable inverse);
/// dx of zk_rms_norm.
void zk_rms_norm_vjp(const float *_Nonnull x, const float *_Nonnull inverse, const float *_Nonnull dy,
                     float *_Nonnull dx, size_t rows, size_t n, const float *_Nullable scale,
                     size_t modulation_stride, const int32_t *_Nullable group);
/// Adds the gradients of shift and scale for columns first…first+count of all rows, rows in order.
void zk_rms_norm_modulation_vjp(const float *_Nonnull x, const float *_Nonnull inverse,
                                const float *_Nonnull dy, size_t rows, size_t n, size_t first, size_t count,
                                float *_Nullable dshift, float *_Nullable dscale, size_t modulation_stride,
                                const int32_t *_Nullable group);

/// y = x + gate_g · h. `y` may be `x`.
void zk_gated_add(const float *_Nonnull x, const float *_Nonnull h, float *_Nonnull y, size_t rows, size_t n,
                  const float *_Nonnull gate, size_t gate_stride, const int32_t *_Nullable group);
/// dh = gate_g · dy.
void zk_gated_add_vjp(const float *_Nonnull dy, float *_Nonnull dh, size_t rows, size_t n,
                      const float *_Nonnull gate, size_t gate_stride, const int32_t *_Nullable group);
/// dgate_g += Σ dy·h for some columns, rows in order.
void zk_gated_add_gate_vjp(const float *_Nonnull dy, const float *_Nonnull h, size_t rows, size_t n,
                           size_t first, size_t count, float *_Nonnull dgate, size_t gate_stride,
                           const int32_t *_Nullable group);

// MARK: Query and key preparation: per-head RMS norm with weights, then rotary embedding.

/// For each row and head: y = rotate(x·r·weight). x, y have row strides; `weight` [head_size];
/// `cosines`, `sines` [rows, head_size/2] rotate the pairs (j, j + head_size/2). RoFormer, arXiv:2104.09864.
/// `inverse` [rows, heads] receives r where given. Null `cosines` rotates by nothing.
void zk_norm_rotate(const float *_Nonnull x, size_t x_stride, float *_Nonnull y, size_t y_stride, size_t rows,
                    size_t heads, size_t head_size, float eps, const float *_Nonnull weight,
                    const float *_Nullable cosines, const float *_Nullable sines, float *_Nullable inverse);
/// Adds the gradient of zk_norm_rotate to dx, and the gradient of `weight` over the given rows, in order, to `dweight`.
void zk_norm_rotate_vjp(const float *_Nonnull x, size_t x_stride, const float *_Nonnull inverse,
                        const float *_Nonnull dy, size_t dy_stride, float *_Nonnull dx, size_t dx_stride,
                        size_t rows, size_t heads, size_t head_size, const float *_Nonnull weight,
                        const float *_Nullable cosines, const float *_Nullable sines,
                        float *_Nonnull dweight);

// MARK: Small matrix products

/// For each row: y [count, outputs] = x [count, inner] · w [inner, outputs], all rows contiguous. Three outputs of
/// 3, 4 or 8 inputs are fast. y must not overlap x or w.
void zk_rowwise_product(const float *_Nonnull x, const float *_Nonnull w, float *_Nonnull y, size_t rows,
                        size_t count, size_t inner, size_t outputs);

/// The same with three inputs, added to y. y must not overlap x or w.
void zk_rowwise_product_add(const float *_Nonnull x, const float *_Nonnull w, float *_Nonnull y, size_t rows,
                            size_t count, size_t outputs);

/// Adds the gradient of x of zk_rowwise_product to dx. Fast for 3 to 24, 3 to 3 and 8 to 3. dx must not overlap w or dy.
void zk_rowwise_product_vjp(const float *_Nonnull w, const float *_Nonnull dy, float *_Nonnull dx, size_t rows,
                            size_t count, size_t inner, size_t outputs);
/// Adds the gradient of w of zk_rowwise_product to dw. Fast for the same sizes. dw must not overlap x or dy.
void zk_rowwise_product_weight_vjp(const float *_Nonnull x, const float *_Nonnull dy, float *_Nonnull dw, size_t rows,
                                   size_t count, size_t inner, size_t outputs);

// MARK: Convolution

/// Lines `first` ..< `first + lines` of the 3×3 convolution of one picture: x [height, width, channels], pixels beyond the
/// border repeating it; w [9 · channels, outputs rounded up to 8], neighbours in order of row, column, channel;
/// y [lines, width, outputs]; scratch for (lines + 2) · (width + 2) · channels numbers.
void zk_convolve(const float *_Nonnull x, size_t height, size_t width, size_t channels, size_t first, size_t lines,
                 const float *_Nonnull w, size_t outputs, float *_Nonnull y, float *_Nonnull scratch);

// MARK: Optimiser

/// One AdamW step (Loshchilov & Hutter, arXiv:1711.05101): m, v, then p -= rate·(m̂/(√v̂ + eps) + decay·p).
/// `bias1` = 1 − β1^t and `bias2` = 1 − β2^t. Gradients are multiplied by `gradient_scale` first.
void zk_adamw(float *_Nonnull p, const float *_Nonnull g, float *_Nonnull m, float *_Nonnull v, size_t n,
              float rate, float beta1, float beta2, float eps, float decay, float bias1, float bias2,
              float gradient_scale);
/// Copies what lies below the diagonal of x [n, n] to above it.
void zk_mirror(float *_Nonnull x, size_t n);
/// average += (1 − keep)·(p − average): exponential moving average.
void zk_moving_average(float *_Nonnull average, const float *_Nonnull p, float keep, size_t n);

// MARK: GEMM in bfloat16

/// Whether zk_gemm_bf16 can run here (AVX512-BF16).
int zk_has_bf16(void);
/// Number of 32-bit words of scratch memory that one call of zk_gemm_bf16 needs.
size_t zk_gemm_bf16_workspace(void);
/// c = alpha·op(a)·op(b) + beta·c with op(a) [m, k], op(b) [k, n], c [m, n], all row-major fp32 in memory.
///
/// Elements of a and b are rounded to bfloat16 (8 bits of precision, nearest even, denormals flushed to 0), products
/// and sums are fp32: the relative error of a sum of n products is about 2⁻⁹ of the root of the sum of their
/// squares. One thread. Only where zk_has_bf16().
void zk_gemm_bf16(int a_transposed, int b_transposed, size_t m, size_t n, size_t k, float alpha,
                  const float *_Nonnull a, size_t lda, const float *_Nonnull b, size_t ldb, float beta,
                  float *_Nonnull c, size_t ldc, void *_Nonnull workspace);

// MARK: GEMM with a packed right factor. In fp32 for AVX-512, or (bf16 ≠ 0) with factors rounded to bfloat16 as above.

/// Whether the functions below can run here.
int zk_has_packed(int bf16);
/// 32-bit words of b [n, k] packed.
size_t zk_packed_words(int bf16, size_t n, size_t k);
/// Packs b [n, k]. Columns of 32 each begin at multiples of 32 · zk_packed_words / (n rounded up to 32), so that a range of
/// them is a packed matrix too.
void zk_pack(int bf16, const float *_Nonnull b, size_t ldb, size_t n, size_t k, void *_Nonnull packed);
/// Packs b [k, n], which lies transposed, as zk_pack packs [n, k].
void zk_pack_columns(int bf16, const float *_Nonnull b, size_t ldb, size_t n, size_t k, void *_Nonnull packed);
/// 32-bit words of scratch memory of one GEMM.
size_t zk_packed_workspace(void);
/// c [m, n] = a [m, k] · bᵀ, added to c where `adds`. One thread; an element's sum is formed in the same order whatever m and n
/// are.
void zk_multiply_packed(int bf16, size_t m, size_t n, size_t k, const float *_Nonnull a, size_t lda,
                        const void *_Nonnull packed, int adds, float *_Nonnull c, size_t ldc,
                        void *_Nonnull workspace);
/// The same of a that lies transposed, [k, m].
void zk_multiply_packed_transposed(int bf16, size_t m, size_t n, size_t k, const float *_Nonnull a, size_t lda,
                                   const void *_Nonnull packed, int adds, float *_Nonnull c, size_t ldc,
                                   void *_Nonnull workspace);

/// 32-bit words of scratch memory of a convolution of so many lines.
size_t zk_convolution_workspace(size_t lines, size_t width, size_t channels);
/// 3×3 convolution of lines first…first+lines of a picture [height, width, channels] to c [lines, width, n], with weights [n,
/// 9 · channels] (by row, column, channel) packed. Beyond the border the border repeats. `channels` even for bfloat16.
void zk_convolution(int bf16, const float *_Nonnull picture, size_t height, size_t width, size_t channels,
                    size_t first, size_t lines, const void *_Nonnull packed, size_t n, float *_Nonnull c,
                    void *_Nonnull workspace);

/// 32-bit words of scratch memory of zk_convolution_vjp.
size_t zk_convolution_vjp_workspace(size_t lines, size_t width, size_t channels, size_t n);
/// Gradients c [lines, width, n] of lines first…first+lines of the picture that zk_convolution read, given those of its result
/// `picture` [height, width, channels], with the weights turned round, [n, 9 · channels], packed. `channels` even for bfloat16.
void zk_convolution_vjp(int bf16, const float *_Nonnull picture, size_t height, size_t width, size_t channels,
                        size_t first, size_t lines, const void *_Nonnull packed, size_t n, float *_Nonnull c,
                        void *_Nonnull workspace);
/// 32-bit words of scratch memory of zk_convolution_weight_vjp.
size_t zk_convolution_weight_vjp_workspace(size_t lines, size_t width, size_t channels, size_t outputs);
/// Adds to dw [outputs, 9 · channels] the gradients of the weights of zk_convolution over lines first…first+lines of a picture
/// [height, width, channels], given those of its result dy [height, width, outputs]. In fp32; only where zk_has_packed(0).
void zk_convolution_weight_vjp(const float *_Nonnull picture, size_t height, size_t width, size_t channels,
                               const float *_Nonnull dy, size_t outputs, size_t first, size_t lines,
                               float *_Nonnull dw, void *_Nonnull workspace);

/// 32-bit words of memory that attention of one head with so many keys needs.
size_t zk_attention_words(int bf16, size_t keys, size_t size);
/// Packs keys and values [keys, size] of one head.
void zk_attention_pack(int bf16, const float *_Nonnull key, size_t key_stride, const float *_Nonnull value,
                       size_t value_stride, size_t keys, size_t size, void *_Nonnull workspace);
/// y [rows, size] = softmax(scale · query · keyᵀ) · value with what zk_attention_pack left in the workspace. Twelve queries at
/// a time: their scores stay in cache. Row by row independent of `rows`. `causal_first` as in zk_softmax. `log_sums`, where given,
/// receives the logarithm of each row's sum of exponentials, `log_stride` apart, +inf where nothing is visible.
void zk_attention(int bf16, const float *_Nonnull query, size_t query_stride, size_t rows, size_t keys, size_t size,
                  float scale, ptrdiff_t causal_first, float *_Nonnull y, size_t y_stride, float *_Nullable log_sums,
                  size_t log_stride, void *_Nonnull workspace);
/// 32-bit words of scratch memory of zk_attention_vjp.
size_t zk_attention_vjp_words(int bf16, size_t keys, size_t size);
/// Adds the gradients of attention of one head to dq [queries, size], dk and dv [keys, size]: y and its log-sums are what zk_attention
/// made of q, k and v; dy, as far apart as y, is the gradient of y. Some queries at a time, in order.
void zk_attention_vjp(int bf16, size_t queries, size_t keys, size_t size, float scale, ptrdiff_t causal_first,
                      const float *_Nonnull q, size_t q_stride, const float *_Nonnull k, size_t k_stride,
                      const float *_Nonnull v, size_t v_stride, const float *_Nonnull y, const float *_Nonnull dy,
                      size_t y_stride, const float *_Nonnull log_sums, size_t log_stride, float *_Nonnull dq,
                      size_t dq_stride, float *_Nonnull dk, size_t dk_stride, float *_Nonnull dv, size_t dv_stride,
                      void *_Nonnull workspace);

// MARK: Hashes

/// Whether the processor has instructions for SHA-256.
int zk_has_sha256(void);
/// Takes `count` blocks of 64 bytes into the state of SHA-256; `constants` are FIPS 180-4's K. Only where ``zk_has_sha256`` says so.
void zk_sha256(uint32_t *_Nonnull state, const uint8_t *_Nonnull blocks, size_t count,
               const uint32_t *_Nonnull constants);

// MARK: The system

/// Cores in the affinity mask of the process; 0 where the system has none.
int zk_allowed_cores(void);
/// Gives what is free in the C library's heap back to the system, where the library can.
void zk_trim_heap(void);

// MARK: Threads

/// Calls work(context) on this thread and on up to `count` (at most 63) helpers at the same time, and returns 1 when all that began have
/// ended; a helper that has not begun when this thread is through is not waited for. Helpers stay awake for a moment after work.
/// Returns 0 and calls nothing while helpers work for another caller. `work` must not call this function.
int zk_run_with_helpers(size_t count, void (*_Nonnull work)(void *_Nullable context), void *_Nullable context);

#ifdef __cplusplus
}
#endif

#endif
