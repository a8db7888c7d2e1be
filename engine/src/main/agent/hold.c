#define _GNU_SOURCE
#include "hold.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "child.h"
#include "directory.h"

static int64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void say(const char *text) {
    puts(text); /* to nobody, when the engine has gone already */
    fflush(stdout);
}

_Noreturn void hold(uint32_t seconds, const char *directory, const char *owner) {
    int64_t end = now_ms() + (int64_t)seconds * 1000;
    prctl(PR_SET_DUMPABLE, 0);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    umask(022);
    signal(SIGPIPE, SIG_IGN);
    sigset_t handled;
    sigemptyset(&handled);
    sigaddset(&handled, SIGTERM);
    sigaddset(&handled, SIGCHLD);
    sigprocmask(SIG_BLOCK, &handled, NULL);
    const char *reason = prepare_directory(directory, owner);
    say(reason ? reason : "enclave-ready");
    if (reason) _exit(1);
    detach_standard_streams();
    for (int64_t left; (left = end - now_ms()) > 0;) {
        while (waitpid(-1, NULL, WNOHANG) > 0) {}
        siginfo_t signal;
        struct timespec most = {left / 1000, left % 1000 * 1000000};
        bool from_outside = sigtimedwait(&handled, &signal, &most) == SIGTERM && (signal.si_pid == 0 || getpid() != 1);
        if (from_outside) break; /* what runs inside may send what it likes */
    }
    _exit(0);
}
