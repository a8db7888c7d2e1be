#define _GNU_SOURCE
#include "supervision.h"

#include <errno.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent.h"
#include "answer.h"
#include "clock.h"
#include "commands.h"
#include "input.h"
#include "output.h"
#include "protocol.h"
#include "stream.h"
#include "tree.h"

#define KILLED_SUPERVISOR_MS 2000 /* how long until one is killed again */
#define BURYING_MS 10000          /* what cannot be killed in so long ends the sandbox */
#define CLEAN_WALKS 2             /* a list of children may miss some while others of them end */
#define STOPS_AT_ONCE 64

static void finish(struct command *command) {
    abandon_input(command);
    answer_gone(command);
    end_empty_outputs(command);
}

/* Its orphans come to this process. They are killed before anything is told. */
static void lose_supervisor(struct command *command) {
    command->lost = true;
    if (!agent.burying) agent.burying_deadline = now_ms() + BURYING_MS;
    agent.burying = true;
    agent.clean_walks = 0;
    if (command->supervisor > 0) kill(command->supervisor, SIGKILL);
}

static void hear(struct command *command, const struct telling *told) {
    switch (told->what) {
    case TOLD_STARTED:
        answer_started(command, told->value);
        write_input(command);
        return;
    case TOLD_FAILED: answer_failed(command, told->value, told->kind); return;
    case TOLD_EXIT: answer_exit(command, told); return;
    default: finish(command);
    }
}

void listen_to_supervisor(struct command *command) {
    while (command->socket >= 0) {
        struct telling told;
        ssize_t got = recv(command->socket, &told, sizeof told, MSG_DONTWAIT);
        if (got == (ssize_t)sizeof told) {
            hear(command, &told);
            continue;
        }
        bool nothing_yet = got < 0 && (errno == EAGAIN || errno == EINTR);
        if (nothing_yet && command->supervisor > 0) return;
        close(command->socket);
        command->socket = -1;
        if (!command->gone && !command->failed) lose_supervisor(command);
    }
}

/* False: one of the lost supervisors is still there. */
static bool all_lost_are_reaped(void) {
    for (size_t i = 0; i < agent.count; i++)
        if (agent.commands[i].lost && agent.commands[i].supervisor > 0) return false;
    return true;
}

static void tell_end_of_lost(struct command *command) {
    static const struct telling killed = {TOLD_EXIT, SIGKILL, SIGNALLED, 0, 0, 0};
    if (!command->started) answer_started(command, 0);
    if (!command->exited) answer_exit(command, &killed);
    finish(command);
}

void bury_orphans(int64_t now) {
    if (!agent.burying) return;
    reap_children();
    bool clean = signal_below(getpid(), SIGKILL, is_supervisor) == 0;
    agent.clean_walks = clean && all_lost_are_reaped() ? agent.clean_walks + 1 : 0;
    if (agent.clean_walks < CLEAN_WALKS) {
        if (now >= agent.burying_deadline) fatal("processes are left that cannot be killed");
        return;
    }
    agent.burying = false;
    for (size_t i = 0; i < agent.count; i++) {
        struct command *command = &agent.commands[i];
        if (command->lost && !command->gone) tell_end_of_lost(command);
    }
}

void kill_stopped_supervisors(int64_t now) {
    for (size_t i = 0; i < agent.count; i++) {
        struct command *command = &agent.commands[i];
        if (!command->killing || command->gone || now < command->kill_deadline) continue;
        if (command->supervisor > 0) kill(command->supervisor, SIGKILL); /* its end is its orphans' end */
        command->kill_deadline = now + KILLED_SUPERVISOR_MS;
    }
}

void reap_children(void) {
    int status;
    pid_t child;
    for (int stops = 0; stops < STOPS_AT_ONCE && (child = waitpid(-1, &status, WNOHANG | WUNTRACED)) > 0;) {
        if (!WIFSTOPPED(status)) {
            forget_supervisor(child);
        } else {
            stops++;
            if (is_supervisor(child)) kill(child, SIGCONT); /* a command has stopped its own, or another's */
        }
    }
}
