#define _GNU_SOURCE
#include "supervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent.h"
#include "descriptors.h"
#include "protocol.h"
#include "tests.h"

static int supervisor_socket, printed;
static pid_t supervisor;

static void supervised(const char *script) {
    static char shell[] = "/bin/sh", option[] = "-c", nowhere[] = "", path[] = "PATH=/usr/bin:/bin";
    static char *argv[8], *env[8];
    int sockets[2];
    argv[0] = shell;
    argv[1] = option;
    argv[2] = strdup(script);
    env[0] = path;
    struct spawn spawn = {.user = nowhere, .directory = nowhere, .argv = argv, .env = env};
    CHECK(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) == 0);
    agent.nothing = open_nothing();
    int ends[3];
    for (int i = 0; i < 3; i++) ends[i] = fcntl(agent.nothing, F_DUPFD_CLOEXEC, 3);
    int fds[2];
    CHECK(pipe2(fds, O_CLOEXEC) == 0);
    close(ends[1]);
    printed = fds[0];
    ends[1] = fds[1];
    pid_t parent = getpid();
    supervisor = fork();
    if (supervisor == 0) {
        close(sockets[0]);
        supervise(parent, &spawn, ends, sockets[1]);
    }
    CHECK(supervisor > 0);
    close(sockets[1]);
    close(fds[1]);
    supervisor_socket = sockets[0];
    free(argv[2]);
}

static struct telling hear(int what) {
    struct telling told;
    CHECK_IS(recv(supervisor_socket, &told, sizeof told, 0), sizeof told);
    CHECK_IS(told.what, what);
    return told;
}

static void ask(struct asking asking) { CHECK_IS(send(supervisor_socket, &asking, sizeof asking, 0), sizeof asking); }

static bool is_silent(int ms) {
    struct pollfd told = {supervisor_socket, POLLIN, 0};
    return poll(&told, 1, ms) == 0;
}

static void the_exit_code_is_told_and_then_that_all_have_gone(void) {
    supervised("exit 7");
    CHECK(hear(TOLD_STARTED).value > 0);
    struct telling told = hear(TOLD_EXIT);
    CHECK_IS(told.kind, EXITED);
    CHECK_IS(told.value, 7);
    CHECK(told.peak_kib > 0);
    hear(TOLD_GONE);
    CHECK_IS(waitpid(supervisor, NULL, 0), supervisor);
}

static void the_signal_is_told(void) {
    supervised("kill -USR1 $$; sleep 99");
    hear(TOLD_STARTED);
    struct telling told = hear(TOLD_EXIT);
    CHECK_IS(told.kind, SIGNALLED);
    CHECK_IS(told.value, SIGUSR1);
}

static void gone_waits_for_children_of_another_session(void) {
    supervised("(setsid sleep 99 &) ; exit 0");
    hear(TOLD_STARTED);
    hear(TOLD_EXIT);
    CHECK(is_silent(50));
    ask((struct asking){ASKED_SIGNAL, SIGTERM, 1, 0});
    hear(TOLD_GONE);
}

static void a_kill_without_grace_ends_what_ignores_term(void) {
    supervised("trap '' TERM; sleep 99 & sleep 99");
    hear(TOLD_STARTED);
    ask((struct asking){ASKED_KILL, 0, 0, 0});
    CHECK_IS(hear(TOLD_EXIT).value, SIGKILL);
    hear(TOLD_GONE);
}

static void a_kill_with_grace_begins_with_term_and_can_be_shortened(void) {
    supervised("trap '' TERM; echo r; while :; do sleep 99; done");
    hear(TOLD_STARTED);
    char ready;
    CHECK_IS(read(printed, &ready, 1), 1);
    ask((struct asking){ASKED_KILL, 0, 0, 1000000});
    CHECK(is_silent(50));
    ask((struct asking){ASKED_KILL, 0, 0, 0});
    CHECK_IS(hear(TOLD_EXIT).value, SIGKILL);
    hear(TOLD_GONE);
}

static void a_stopped_command_is_woken_for_its_term(void) {
    supervised("kill -STOP $$; sleep 99");
    hear(TOLD_STARTED);
    ask((struct asking){ASKED_KILL, 0, 0, 1000000});
    CHECK_IS(hear(TOLD_EXIT).value, SIGTERM);
    hear(TOLD_GONE);
}

static void the_end_of_the_agent_is_the_end_of_the_supervisor(void) {
    supervised("sleep 99");
    hear(TOLD_STARTED);
    close(supervisor_socket);
    CHECK_IS(waitpid(supervisor, NULL, 0), supervisor);
}

/* As another user, the limit of processes holds: the supervisor is one too, its command would be one more. */
static void a_fork_that_fails_in_the_supervisor_is_told(void) {
    struct rlimit limit = {2, 2};
    if (geteuid() != 0) exit(CANNOT_RUN);
    CHECK(setresuid(54322, 54322, 54322) == 0);
    CHECK(setrlimit(RLIMIT_NPROC, &limit) == 0);
    supervised("exit 0");
    struct telling told = hear(TOLD_FAILED);
    CHECK_IS(told.value, EAGAIN);
    CHECK_IS(told.kind, STEP_FORK);
    CHECK_IS(waitpid(supervisor, NULL, 0), supervisor);
    _exit(0); /* the search for leaks needs a process, too */
}

const struct test supervisor_tests[] = {
    {"the_exit_code_is_told_and_then_that_all_have_gone", the_exit_code_is_told_and_then_that_all_have_gone},
    {"the_signal_is_told", the_signal_is_told},
    {"gone_waits_for_children_of_another_session", gone_waits_for_children_of_another_session},
    {"a_kill_without_grace_ends_what_ignores_term", a_kill_without_grace_ends_what_ignores_term},
    {"a_kill_with_grace_begins_with_term_and_can_be_shortened", a_kill_with_grace_begins_with_term_and_can_be_shortened},
    {"a_stopped_command_is_woken_for_its_term", a_stopped_command_is_woken_for_its_term},
    {"the_end_of_the_agent_is_the_end_of_the_supervisor", the_end_of_the_agent_is_the_end_of_the_supervisor},
    {"a_fork_that_fails_in_the_supervisor_is_told", a_fork_that_fails_in_the_supervisor_is_told},
    {0},
};
