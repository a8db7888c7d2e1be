#define _GNU_SOURCE
#include "hold.h"

#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "descriptors.h"
#include "directory.h"
#include "signals.h"

#define LONGEST_WAIT_MS 60000

static void say(const char *text) {
    puts(text); /* to nobody, when the engine has gone already */
    fflush(stdout);
}

_Noreturn void hold(uint32_t seconds, const char *directory, const char *owner) {
    int64_t end = now_ms() + (int64_t)seconds * 1000;
    int nothing = open_nothing();
    prctl(PR_SET_DUMPABLE, 0);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    umask(022);
    int signals = open_signals();
    const char *reason = prepare_directory(directory, owner);
    if (nothing < 0 || signals < 0) reason = "there is no /dev/null, or no signalfd";
    say(reason ? reason : "enclave-ready");
    if (reason) _exit(1);
    point_standard_streams_to(nothing);
    bool asked = false;
    for (int64_t left; !asked && (left = end - now_ms()) > 0;) {
        struct pollfd watched = {signals, POLLIN, 0};
        poll(&watched, 1, left > LONGEST_WAIT_MS ? LONGEST_WAIT_MS : (int)left);
        asked = asked_to_end(signals);
        while (waitpid(-1, NULL, WNOHANG) > 0) {}
    }
    _exit(0);
}
