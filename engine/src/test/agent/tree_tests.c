#define _GNU_SOURCE
#include "tree.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests.h"

static int ready[2]; /* a byte by everything that has been born */

static void born(void) { CHECK_IS(write(ready[1], "b", 1), 1); }

static void wait_for_births(int count) {
    char byte;
    for (int i = 0; i < count; i++) CHECK_IS(read(ready[0], &byte, 1), 1);
}

static _Noreturn void stay(void) {
    born();
    for (;;) pause();
}

static void begin(void) {
    CHECK(pipe(ready) == 0);
    CHECK(open_process_list() >= 0);
    CHECK(prctl(PR_SET_CHILD_SUBREAPER, 1) == 0);
}

static void kill_until_none_is_left(spared spare) {
    while (signal_below(getpid(), SIGKILL, spare) != 0)
        while (waitpid(-1, NULL, WNOHANG) > 0) {}
}

/* A child, its child, one of another session, and one whose parent has gone: four that stay. */
static void grow_tree(void) {
    if (fork() != 0) return;
    if (fork() == 0) {
        setsid();
        if (fork() == 0) stay();
        stay();
    }
    if (fork() == 0) {
        if (fork() == 0) stay();
        _exit(0);
    }
    stay();
}

static void everything_below_is_found(void) {
    begin();
    grow_tree();
    wait_for_births(4);
    kill_until_none_is_left(NULL);
    CHECK(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD);
}

static pid_t favourite;
static bool is_favourite(pid_t pid) { return pid == favourite; }

static void a_spared_child_is_left_alone_with_all_below_it(void) {
    begin();
    favourite = fork();
    if (favourite == 0) {
        if (fork() == 0) stay();
        stay();
    }
    grow_tree();
    wait_for_births(6);
    kill_until_none_is_left(is_favourite);
    CHECK(waitpid(-1, NULL, WNOHANG) == 0);
    CHECK_IS(signal_below(favourite, 0, NULL), 1);
    CHECK_IS(signal_below(getpid(), SIGKILL, NULL), 2);
}

static void a_storm_of_forks_is_ended(void) {
    begin();
    for (int i = 0; i < 4; i++) {
        if (fork() != 0) continue;
        nice(5);
        for (int k = 0; k < 20000; k++) { /* it would end by itself, as nothing but this test guards the machine */
            if (k == 10) born();
            pid_t child = fork();
            if (child != 0) _exit(0); /* the child goes on in its place */
        }
        _exit(0);
    }
    wait_for_births(4);
    kill_until_none_is_left(NULL);
    CHECK(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD);
}

static void what_has_ended_is_counted_but_not_signalled(void) {
    begin();
    pid_t child = fork();
    if (child == 0) _exit(0);
    siginfo_t ended;
    CHECK(waitid(P_PID, (id_t)child, &ended, WEXITED | WNOWAIT) == 0);
    CHECK_IS(signal_below(getpid(), SIGKILL, NULL), 1);
    int status;
    CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status));
    CHECK_IS(signal_below(getpid(), SIGKILL, NULL), 0);
}

static void blindness_is_not_taken_for_emptiness(void) {
    begin();
    pid_t child = fork();
    if (child == 0) stay();
    wait_for_births(1);
    struct rlimit before, none = {0, 0};
    CHECK(getrlimit(RLIMIT_NOFILE, &before) == 0);
    none.rlim_max = before.rlim_max;
    CHECK(setrlimit(RLIMIT_NOFILE, &none) == 0);
    CHECK_IS(signal_below(getpid(), SIGKILL, NULL), -1);
    CHECK(setrlimit(RLIMIT_NOFILE, &before) == 0);
    kill_until_none_is_left(NULL);
}

const struct test tree_tests[] = {
    {"everything_below_is_found", everything_below_is_found},
    {"a_spared_child_is_left_alone_with_all_below_it", a_spared_child_is_left_alone_with_all_below_it},
    {"a_storm_of_forks_is_ended", a_storm_of_forks_is_ended},
    {"what_has_ended_is_counted_but_not_signalled", what_has_ended_is_counted_but_not_signalled},
    {"blindness_is_not_taken_for_emptiness", blindness_is_not_taken_for_emptiness},
    {0},
};
