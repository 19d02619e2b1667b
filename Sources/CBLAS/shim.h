// The one BLAS routine this project calls, declared here so that the headers of the many libraries that
// export it (Netlib, OpenBLAS, BLIS, MKL) need not agree. 32-bit integers: the LP64 interface.

#ifndef ZOETROPE_CBLAS_SHIM_H
#define ZOETROPE_CBLAS_SHIM_H

enum { ZCblasRowMajor = 101, ZCblasNoTrans = 111, ZCblasTrans = 112 };

void cblas_sgemm(int order, int transA, int transB, int m, int n, int k, float alpha, const float *a, int lda,
                 const float *b, int ldb, float beta, float *c, int ldc);

#endif
