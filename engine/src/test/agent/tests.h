/* Unit tests of the agent: each is a function, run in a process of its own. */
#ifndef ENCLAVE_TESTS_H
#define ENCLAVE_TESTS_H

#include <stdio.h>
#include <stdlib.h>

struct test {
    const char *name;
    void (*run)(void);
};

/* One table a file, each ending with an empty one. */
extern const struct test wire_tests[], spawn_tests[], frame_tests[], output_tests[], tree_tests[], supervisor_tests[], user_tests[],
    descriptor_tests[];

#define CHECK(condition) \
    do { \
        if (!(condition)) { \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
            exit(1); \
        } \
    } while (0)

#define CHECK_IS(actual, expected) \
    do { \
        long long is_ = (long long)(actual), should_ = (long long)(expected); \
        if (is_ != should_) { \
            fprintf(stderr, "%s:%d: %s is %lld, not %s = %lld\n", __FILE__, __LINE__, #actual, is_, #expected, should_); \
            exit(1); \
        } \
    } while (0)

/* This machine cannot run the test. */
#define CANNOT_RUN 77

#endif
