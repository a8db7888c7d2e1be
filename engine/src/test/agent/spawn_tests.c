#include "spawn.h"

#include <string.h>

#include "protocol.h"
#include "tests.h"

/* Two arguments and a variable. */
static const uint8_t described[] = "\3\0\0\0\7\0\0\0\11\0\30\0\120\0\0\0\4user\0\0\0\4/dir\0\0\0\2\0\0\0\4echo\0\0\0\2hi\0\0\0\1\0\0\0\3A=b";
#define LENGTH (sizeof described - 1)

static bool parses(const uint8_t *bytes, size_t length) {
    struct spawn spawn;
    uint8_t *exact = malloc(length ? length : 1); /* so that the sanitizer sees every byte too many */
    memcpy(exact, bytes, length);
    bool good = parse_spawn(&spawn, exact, length);
    if (good) free_spawn(&spawn);
    free(exact);
    return good;
}

static void a_description_is_read(void) {
    struct spawn spawn;
    CHECK(parse_spawn(&spawn, described, LENGTH));
    CHECK_IS(spawn.flags, SPAWN_STDIN | SPAWN_TTY);
    CHECK_IS(spawn.out_credit, 7);
    CHECK_IS(spawn.err_credit, 9);
    CHECK_IS(spawn.rows, 24);
    CHECK_IS(spawn.columns, 80);
    CHECK(strcmp(spawn.user, "user") == 0);
    CHECK(strcmp(spawn.directory, "/dir") == 0);
    CHECK(strcmp(spawn.argv[0], "echo") == 0 && strcmp(spawn.argv[1], "hi") == 0 && !spawn.argv[2]);
    CHECK(strcmp(spawn.env[0], "A=b") == 0);
    for (int i = 1; i <= SPAWN_EXTRA; i++) CHECK(!spawn.env[i]); /* room for what is added */
    free_spawn(&spawn);
}

static void every_shorter_and_longer_one_is_refused(void) {
    for (size_t length = 0; length < LENGTH; length++) CHECK(!parses(described, length));
    CHECK(parses(described, LENGTH));
    CHECK(!parses(described, LENGTH + 1));
}

static void unknown_flags_are_refused(void) {
    uint8_t changed[LENGTH];
    memcpy(changed, described, LENGTH);
    for (int flags = 0; flags < 256; flags++) {
        changed[0] = (uint8_t)flags;
        CHECK(parses(changed, LENGTH) == (flags <= SPAWN_ALL_FLAGS));
    }
}

static void a_command_without_a_program_is_refused(void) {
    CHECK(!parses((const uint8_t *)"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 29));
}

static void counts_that_cannot_be_are_refused(void) {
    uint8_t changed[LENGTH];
    for (size_t at = 0; at + 4 <= LENGTH; at++) {
        memcpy(changed, described, LENGTH);
        memset(changed + at, 0xff, 4);
        parses(changed, LENGTH); /* whatever it is, nothing is read or written beyond */
    }
}

const struct test spawn_tests[] = {
    {"a_description_is_read", a_description_is_read},
    {"every_shorter_and_longer_one_is_refused", every_shorter_and_longer_one_is_refused},
    {"unknown_flags_are_refused", unknown_flags_are_refused},
    {"a_command_without_a_program_is_refused", a_command_without_a_program_is_refused},
    {"counts_that_cannot_be_are_refused", counts_that_cannot_be_are_refused},
    {0},
};
