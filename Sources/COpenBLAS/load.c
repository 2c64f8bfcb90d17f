#include "COpenBLAS.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>

// Plain loops: right and slow, for a machine without the library, and to compare with.

static float at(const float *matrix, int stride, CBLAS_ORDER order, CBLAS_TRANSPOSE trans, int row, int column) {
    int rows_are_contiguous = (order == CblasRowMajor) == (trans == CblasNoTrans);
    return rows_are_contiguous ? matrix[(size_t)row * stride + column] : matrix[(size_t)column * stride + row];
}

static void plain_sgemm(
    CBLAS_ORDER order, CBLAS_TRANSPOSE transA, CBLAS_TRANSPOSE transB, int m, int n, int k, float alpha, const float *a, int lda,
    const float *b, int ldb, float beta, float *c, int ldc) {
    for (int row = 0; row < m; row++) {
        for (int column = 0; column < n; column++) {
            float sum = 0;
            for (int i = 0; i < k; i++) sum += at(a, lda, order, transA, row, i) * at(b, ldb, order, transB, i, column);
            float *target = order == CblasRowMajor ? &c[(size_t)row * ldc + column] : &c[(size_t)column * ldc + row];
            *target = alpha * sum + (beta == 0 ? 0 : beta * *target);
        }
    }
}

static void plain_dgemm(
    CBLAS_ORDER order, CBLAS_TRANSPOSE transA, CBLAS_TRANSPOSE transB, int m, int n, int k, double alpha, const double *a, int lda,
    const double *b, int ldb, double beta, double *c, int ldc) {
    int a_rows = (order == CblasRowMajor) == (transA == CblasNoTrans), b_rows = (order == CblasRowMajor) == (transB == CblasNoTrans);
    for (int row = 0; row < m; row++) {
        for (int column = 0; column < n; column++) {
            double sum = 0;
            for (int i = 0; i < k; i++) {
                double left = a_rows ? a[(size_t)row * lda + i] : a[(size_t)i * lda + row];
                double right = b_rows ? b[(size_t)i * ldb + column] : b[(size_t)column * ldb + i];
                sum += left * right;
            }
            double *target = order == CblasRowMajor ? &c[(size_t)row * ldc + column] : &c[(size_t)column * ldc + row];
            *target = alpha * sum + (beta == 0 ? 0 : beta * *target);
        }
    }
}

static void plain_sgemv(
    CBLAS_ORDER order, CBLAS_TRANSPOSE transA, int m, int n, float alpha, const float *a, int lda, const float *x, int incx, float beta,
    float *y, int incy) {
    int rows = transA == CblasNoTrans ? m : n, columns = transA == CblasNoTrans ? n : m;
    for (int row = 0; row < rows; row++) {
        float sum = 0;
        for (int column = 0; column < columns; column++) sum += at(a, lda, order, transA, row, column) * x[(size_t)column * incx];
        float *target = &y[(size_t)row * incy];
        *target = alpha * sum + (beta == 0 ? 0 : beta * *target);
    }
}

static char *plain_name(void) { return "none: OpenBLAS is not installed"; }

static const struct copenblas_functions plain_functions = {plain_sgemm, plain_dgemm, plain_sgemv, plain_name, plain_name};
static struct copenblas_functions functions = {plain_sgemm, plain_dgemm, plain_sgemv, plain_name, plain_name};
static _Thread_local int is_plain = 0;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
    void *library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
    if (!library) return;
    struct copenblas_functions found;
    *(void **)&found.sgemm = dlsym(library, "cblas_sgemm");
    *(void **)&found.dgemm = dlsym(library, "cblas_dgemm");
    *(void **)&found.sgemv = dlsym(library, "cblas_sgemv");
    *(void **)&found.corename = dlsym(library, "openblas_get_corename");
    *(void **)&found.configuration = dlsym(library, "openblas_get_config");
    void (*set_num_threads)(int);
    *(void **)&set_num_threads = dlsym(library, "openblas_set_num_threads");
    if (!found.sgemm || !found.dgemm || !found.sgemv || !found.corename || !found.configuration || !set_num_threads) return;
    set_num_threads(1);
    functions = found;
}

const struct copenblas_functions *copenblas_load(void) {
    if (is_plain) return &plain_functions;
    pthread_once(&once, load);
    return &functions;
}

int copenblas_use_plain_loops(int plain) {
    int before = is_plain;
    is_plain = plain;
    return before;
}
