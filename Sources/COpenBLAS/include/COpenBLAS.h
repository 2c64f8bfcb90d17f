#ifndef COPENBLAS_H
#define COPENBLAS_H

// The matrix products of OpenBLAS that are used, under their own names. The library is loaded at the first of them: its start takes
// longer than all the rest of the program's, and most lines typed need none. It then runs on one thread, that of its caller.
//
// Source: BLAS Technical Forum Standard, C interface.

typedef int blasint;
typedef enum CBLAS_ORDER { CblasRowMajor = 101, CblasColMajor = 102 } CBLAS_ORDER;
typedef enum CBLAS_TRANSPOSE { CblasNoTrans = 111, CblasTrans = 112 } CBLAS_TRANSPOSE;

/// What the library has to offer, or plain loops where it cannot be loaded.
struct copenblas_functions {
    void (*sgemm)(
        CBLAS_ORDER, CBLAS_TRANSPOSE, CBLAS_TRANSPOSE, int, int, int, float, const float *, int, const float *, int, float, float *, int);
    void (*dgemm)(
        CBLAS_ORDER, CBLAS_TRANSPOSE, CBLAS_TRANSPOSE, int, int, int, double, const double *, int, const double *, int, double, double *,
        int);
    void (*sgemv)(CBLAS_ORDER, CBLAS_TRANSPOSE, int, int, float, const float *, int, const float *, int, float, float *, int);
    char *(*corename)(void);
    char *(*configuration)(void);
};

/// Loads the library when called first; from any thread.
const struct copenblas_functions *copenblas_load(void);

/// Whether the calling thread's products are plain loops, from now on; returns what it was before.
int copenblas_use_plain_loops(int plain);

/// C = alpha op(A) op(B) + beta C; op(A) is m×k, op(B) k×n.
static inline void cblas_sgemm(
    CBLAS_ORDER order, CBLAS_TRANSPOSE transA, CBLAS_TRANSPOSE transB, int m, int n, int k, float alpha, const float *a, int lda,
    const float *b, int ldb, float beta, float *c, int ldc) {
    copenblas_load()->sgemm(order, transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}

/// The same in double precision.
static inline void cblas_dgemm(
    CBLAS_ORDER order, CBLAS_TRANSPOSE transA, CBLAS_TRANSPOSE transB, int m, int n, int k, double alpha, const double *a, int lda,
    const double *b, int ldb, double beta, double *c, int ldc) {
    copenblas_load()->dgemm(order, transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}

/// y = alpha op(A) x + beta y; A is m×n.
static inline void cblas_sgemv(
    CBLAS_ORDER order, CBLAS_TRANSPOSE transA, int m, int n, float alpha, const float *a, int lda, const float *x, int incx, float beta,
    float *y, int incy) {
    copenblas_load()->sgemv(order, transA, m, n, alpha, a, lda, x, incx, beta, y, incy);
}

/// The processor that the library chose its kernels for.
static inline const char *openblas_get_corename(void) { return copenblas_load()->corename(); }

/// The library's version and how it was built.
static inline const char *openblas_get_config(void) { return copenblas_load()->configuration(); }

#endif
