#define _GNU_SOURCE
#include "supervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent.h"
#include "child.h"
#include "clock.h"
#include "descriptors.h"
#include "protocol.h"
#include "tree.h"

#define KILL_PAUSE_MS 2 /* between two walks through a tree that is being killed */

static int to_agent;
static pid_t command;
static bool command_ended;
static struct telling usage; /* of all that has ended */
static bool killing;
static int64_t kill_at;

static void tell(int what, int value, int kind) {
    struct telling telling = {what, value, kind, usage.user_us, usage.system_us, usage.peak_kib};
    ssize_t sent = send(to_agent, &telling, sizeof telling, MSG_NOSIGNAL);
    if (sent != sizeof telling) _exit(1); /* without the agent there is nobody to supervise for; the kernel ends the rest */
}

static _Noreturn void tell_failure(int error, int step) {
    tell(TOLD_FAILED, error, step);
    _exit(0);
}

static uint64_t micros(struct timeval time) { return (uint64_t)time.tv_sec * 1000000 + (uint64_t)time.tv_usec; }

static void add_usage(const struct rusage *of) {
    usage.user_us += micros(of->ru_utime);
    usage.system_us += micros(of->ru_stime);
    if ((uint64_t)of->ru_maxrss > usage.peak_kib) usage.peak_kib = (uint64_t)of->ru_maxrss;
}

/* Takes in what has ended; false when nothing is left. */
static bool reap(void) {
    for (;;) {
        int status;
        struct rusage of;
        pid_t ended = wait4(-1, &status, WNOHANG, &of);
        if (ended == 0) return true;
        if (ended < 0) {
            if (errno == EINTR) continue;
            return false;
        }
        add_usage(&of);
        if (ended != command) continue;
        command_ended = true;
        if (WIFSIGNALED(status)) tell(TOLD_EXIT, WTERMSIG(status), SIGNALLED);
        else tell(TOLD_EXIT, WEXITSTATUS(status), EXITED);
    }
}

static void start(const struct spawn *spawn, const int ends[3]) {
    int outcome[2];
    if (pipe2(outcome, O_CLOEXEC) != 0) tell_failure(errno, STEP_PIPE);
    command = fork();
    if (command == 0) become_command(spawn, ends, outcome[1]);
    if (command < 0) tell_failure(errno, STEP_FORK);
    close(outcome[1]);
    for (int i = 0; i < 3; i++)
        if (ends[i] >= 0) close(ends[i]);
    struct failure failure;
    ssize_t got;
    while ((got = read(outcome[0], &failure, sizeof failure)) < 0 && errno == EINTR) {}
    close(outcome[0]);
    if (got == (ssize_t)sizeof failure) {
        waitpid(command, NULL, 0);
        tell_failure(failure.error, failure.step);
    }
    tell(TOLD_STARTED, command, 0);
}

static void begin_kill(uint32_t grace) {
    int64_t wanted = now_ms() + grace;
    if (!killing || wanted < kill_at) kill_at = wanted;
    if (!killing && grace > 0) {
        signal_below(getpid(), SIGTERM, NULL);
        signal_below(getpid(), SIGCONT, NULL); /* what is stopped cannot act on it */
    }
    killing = true;
}

static void pass_signal(int signal, int target) {
    if (target == 1) signal_below(getpid(), signal, NULL);
    else if (target < 0) kill(target, signal);
    else if (!command_ended) kill(command, signal);
}

static void listen_to_agent(void) {
    struct asking asking;
    ssize_t got = recv(to_agent, &asking, sizeof asking, MSG_DONTWAIT);
    if (got == 0) _exit(0); /* the agent has gone, and with it everything */
    if (got != (ssize_t)sizeof asking) return;
    if (asking.what == ASKED_KILL) begin_kill(asking.grace);
    else pass_signal(asking.signal, asking.target);
}

/* Gives how long to wait for something new, in ms. */
static int get_on_with_kill(void) {
    if (!killing) return -1;
    int64_t left = kill_at - now_ms();
    if (left > 0) return left > 1000 ? 1000 : (int)left;
    signal_below(getpid(), SIGKILL, NULL);
    return KILL_PAUSE_MS;
}

static void wait_for_news(int children) {
    struct pollfd watched[] = {{to_agent, POLLIN, 0}, {children, POLLIN, 0}};
    if (poll(watched, 2, get_on_with_kill()) < 0 && errno != EINTR) _exit(1);
    struct signalfd_siginfo ignored;
    while (read(children, &ignored, sizeof ignored) > 0) {}
    if (watched[0].revents & (POLLIN | POLLHUP)) listen_to_agent();
}

/* Nothing of the agent is left here but its memory: no signal, no descriptor. Gives the one that tells of children. */
static int become_supervisor(pid_t agent_pid, const int ends[3]) {
    prctl(PR_SET_NAME, "enclave-command");
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != agent_pid) _exit(1); /* it has died before that was set */
    sigset_t all, children;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    point_standard_streams_to(agent.nothing);
    int process_list = open_process_list();
    const int kept[] = {to_agent, ends[0], ends[1], ends[2], process_list};
    close_others(kept, sizeof kept / sizeof *kept);
    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    int told = signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK);
    if (told < 0) tell_failure(errno, STEP_PIPE);
    return told;
}

_Noreturn void supervise(pid_t agent_pid, const struct spawn *spawn, int ends[3], int socket) {
    to_agent = socket;
    int children = become_supervisor(agent_pid, ends);
    start(spawn, ends);
    while (reap()) wait_for_news(children);
    tell(TOLD_GONE, 0, 0);
    _exit(0);
}
