#define _GNU_SOURCE
#include "signals.h"

#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

int open_signals(void) {
    sigset_t handled;
    sigemptyset(&handled);
    sigaddset(&handled, SIGTERM);
    sigaddset(&handled, SIGCHLD);
    sigprocmask(SIG_BLOCK, &handled, NULL);
    signal(SIGPIPE, SIG_IGN);
    return signalfd(-1, &handled, SFD_CLOEXEC | SFD_NONBLOCK);
}

bool asked_to_end(int signals) {
    struct signalfd_siginfo signal;
    bool asked = false;
    while (read(signals, &signal, sizeof signal) == (ssize_t)sizeof signal) {
        bool from_outside = signal.ssi_pid == 0 || getpid() != 1;
        asked |= signal.ssi_signo == SIGTERM && from_outside;
    }
    return asked;
}
