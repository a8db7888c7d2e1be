/* tests: lists the names of the tests; tests NAME: runs one. */
#include "tests.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#define LONGEST_S 60

static const struct test *const tables[] = {wire_tests, spawn_tests, frame_tests, output_tests, tree_tests, supervisor_tests, user_tests,
    descriptor_tests};

int main(int argc, char **argv) {
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        for (const struct test *test = tables[i]; test->name; test++) {
            if (argc < 2) {
                puts(test->name);
            } else if (strcmp(argv[1], test->name) == 0) {
                alarm(LONGEST_S);
                test->run();
                return 0;
            }
        }
    }
    return argc < 2 ? 0 : 2;
}
