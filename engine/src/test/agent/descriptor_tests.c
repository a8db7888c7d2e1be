#define _GNU_SOURCE
#include "descriptors.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "memory.h"
#include "tests.h"

static int is_open(int fd) { return fcntl(fd, F_GETFD) >= 0; }

static void only_the_kept_ones_stay_open(void) {
    int fds[10];
    for (int i = 0; i < 10; i++) fds[i] = fcntl(0, F_DUPFD, 20 + i * 3);
    const int kept[] = {fds[9], -1, fds[2], fds[3], -1};
    close_others(kept, 5);
    for (int i = 0; i < 10; i++) CHECK_IS(is_open(fds[i]), i == 9 || i == 2 || i == 3);
    CHECK(is_open(0) && is_open(1) && is_open(2));
}

static void commands_get_back_the_limit_of_before(void) {
    struct rlimit low = {64, 128}, now;
    CHECK(setrlimit(RLIMIT_NOFILE, &low) == 0);
    raise_descriptor_limit();
    CHECK(getrlimit(RLIMIT_NOFILE, &now) == 0 && now.rlim_cur == 128);
    restore_descriptor_limit();
    CHECK(getrlimit(RLIMIT_NOFILE, &now) == 0 && now.rlim_cur == 64 && now.rlim_max == 128);
}

static void kills_for_want_of_memory_are_counted_or_not_known(void) {
    CHECK(memory_kills() == UINT64_MAX);
    open_memory_kills();
    CHECK(memory_kills() == memory_kills());
}

const struct test descriptor_tests[] = {
    {"only_the_kept_ones_stay_open", only_the_kept_ones_stay_open},
    {"commands_get_back_the_limit_of_before", commands_get_back_the_limit_of_before},
    {"kills_for_want_of_memory_are_counted_or_not_known", kills_for_want_of_memory_are_counted_or_not_known},
    {0},
};
