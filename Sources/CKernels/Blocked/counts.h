#ifndef CNNS_COUNTS_H
#define CNNS_COUNTS_H

/* X(n, …) for every n from 1 to a given number: tiles are functions of their own for each count of places, so that sums stay in registers. */

#define EACH_COUNT_TO_6(X, ...) X(1, __VA_ARGS__) X(2, __VA_ARGS__) X(3, __VA_ARGS__) X(4, __VA_ARGS__) X(5, __VA_ARGS__) X(6, __VA_ARGS__)
#define EACH_COUNT_TO_8(X, ...) EACH_COUNT_TO_6(X, __VA_ARGS__) X(7, __VA_ARGS__) X(8, __VA_ARGS__)
#define EACH_COUNT_TO_14(X, ...)                                                                                                \
    EACH_COUNT_TO_8(X, __VA_ARGS__) X(9, __VA_ARGS__) X(10, __VA_ARGS__) X(11, __VA_ARGS__) X(12, __VA_ARGS__)                  \
    X(13, __VA_ARGS__) X(14, __VA_ARGS__)
#define EACH_COUNT_JOINED(most, X, ...) EACH_COUNT_TO_##most(X, __VA_ARGS__)
#define EACH_COUNT(most, X, ...) EACH_COUNT_JOINED(most, X, __VA_ARGS__)

#endif
