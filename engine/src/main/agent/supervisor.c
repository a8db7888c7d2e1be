#define _GNU_SOURCE
#include "supervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "child.h"
#include "protocol.h"
#include "tree.h"

#define KILL_PAUSE_MS 2 /* between two walks through a tree that is being killed */

static int agent;
static pid_t command;
static bool command_ended;
static uint64_t user_us, system_us, peak_kib;

static int64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void tell(struct telling telling) {
    ssize_t sent = send(agent, &telling, sizeof telling, MSG_NOSIGNAL);
    if (sent != sizeof telling) _exit(1); /* without the agent there is nobody to supervise for; the kernel ends the rest */
}

static uint64_t micros(struct timeval time) { return (uint64_t)time.tv_sec * 1000000 + (uint64_t)time.tv_usec; }

/* Takes in what has ended; false when nothing is left. */
static bool reap(void) {
    for (;;) {
        int status;
        struct rusage usage;
        pid_t ended = wait4(-1, &status, WNOHANG, &usage);
        if (ended == 0) return true;
        if (ended < 0) {
            if (errno == EINTR) continue;
            return false;
        }
        user_us += micros(usage.ru_utime);
        system_us += micros(usage.ru_stime);
        if ((uint64_t)usage.ru_maxrss > peak_kib) peak_kib = (uint64_t)usage.ru_maxrss;
        if (ended != command) continue;
        command_ended = true;
        bool signalled = WIFSIGNALED(status);
        tell((struct telling){TOLD_EXIT, signalled ? WTERMSIG(status) : WEXITSTATUS(status),
            signalled ? SIGNALLED : EXITED, user_us, system_us, peak_kib});
    }
}

static void start(const struct spawn *spawn, int ends[3]) {
    int outcome[2];
    struct failure failure = {EIO, STEP_FORK};
    if (pipe2(outcome, O_CLOEXEC) != 0) {
        tell((struct telling){TOLD_FAILED, errno, STEP_PIPE, 0, 0, 0});
        _exit(0);
    }
    command = fork();
    if (command == 0) become_command(spawn, ends, outcome[1]);
    int fork_error = errno;
    close(outcome[1]);
    for (int i = 0; i < 3; i++)
        if (ends[i] >= 0) close(ends[i]);
    if (command < 0) {
        tell((struct telling){TOLD_FAILED, fork_error, STEP_FORK, 0, 0, 0});
        _exit(0);
    }
    ssize_t got;
    while ((got = read(outcome[0], &failure, sizeof failure)) < 0 && errno == EINTR) {}
    close(outcome[0]);
    if (got == (ssize_t)sizeof failure) {
        waitpid(command, NULL, 0);
        tell((struct telling){TOLD_FAILED, failure.error, failure.step, 0, 0, 0});
        _exit(0);
    }
    tell((struct telling){TOLD_STARTED, command, 0, 0, 0, 0});
}

_Noreturn void supervise(const struct spawn *spawn, int ends[3], int socket) {
    agent = socket;
    prctl(PR_SET_NAME, "enclave-command");
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    sigset_t children;
    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    detach_standard_streams();
    int kept[] = {socket, ends[0], ends[1], ends[2]};
    close_others(kept, 4);
    int ended = signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK);
    start(spawn, ends);

    bool killing = false;
    int64_t deadline = 0;
    while (reap()) {
        int wait = -1;
        if (killing) {
            int64_t left = deadline - now_ms();
            if (left <= 0) signal_below(getpid(), SIGKILL, NULL);
            wait = left <= 0 ? KILL_PAUSE_MS : left > 1000 ? 1000 : (int)left;
        }
        struct pollfd watched[] = {{socket, POLLIN, 0}, {ended, POLLIN, 0}};
        if (poll(watched, 2, wait) < 0 && errno != EINTR) _exit(1);
        struct signalfd_siginfo ignored;
        while (read(ended, &ignored, sizeof ignored) > 0) {}
        if (!(watched[0].revents & (POLLIN | POLLHUP))) continue;
        struct asking asking;
        ssize_t got = recv(socket, &asking, sizeof asking, MSG_DONTWAIT);
        if (got == 0) _exit(0); /* the agent has gone, and with it everything */
        if (got != (ssize_t)sizeof asking) continue;
        if (asking.what == ASKED_KILL) {
            int64_t wanted = now_ms() + asking.grace;
            if (!killing || wanted < deadline) deadline = wanted;
            if (!killing && asking.grace > 0) {
                signal_below(getpid(), SIGTERM, NULL);
                signal_below(getpid(), SIGCONT, NULL);
            }
            killing = true;
        } else if (asking.target == 1) {
            signal_below(getpid(), asking.signal, NULL);
        } else if (asking.target < 0) {
            kill(asking.target, asking.signal);
        } else if (!command_ended) {
            kill(command, asking.signal);
        }
    }
    tell((struct telling){TOLD_GONE, 0, 0, user_us, system_us, peak_kib});
    _exit(0);
}
