#define _GNU_SOURCE
#include "command.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include "protocol.h"
#include "supervisor.h"

static void close_all(const int *fds, int count) {
    for (int i = 0; i < count; i++)
        if (fds[i] >= 0) close(fds[i]);
}

static bool open_terminal(const struct spawn *spawn, int *master, int *slave) {
    *master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (*master < 0 || grantpt(*master) != 0 || unlockpt(*master) != 0) return false;
    char *name = ptsname(*master);
    *slave = name ? open(name, O_RDWR | O_NOCTTY | O_CLOEXEC) : -1;
    struct winsize size = {.ws_row = spawn->rows, .ws_col = spawn->columns};
    if (spawn->rows && spawn->columns) ioctl(*master, TIOCSWINSZ, &size);
    return *slave >= 0;
}

static void unblocked(int fd) { fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK); }

bool start_command(struct command *command, const struct spawn *spawn, int *error, int *step) {
    enum { IN_READ, IN_WRITE, OUT_READ, OUT_WRITE, ERR_READ, ERR_WRITE, HERE, THERE, ALL };
    int fds[ALL] = {-1, -1, -1, -1, -1, -1, -1, -1};
    bool terminal = spawn->flags & SPAWN_TTY;
    bool opened = socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds + HERE) == 0;
    *step = STEP_PIPE;
    if (opened && terminal) {
        *step = STEP_TERMINAL;
        opened = open_terminal(spawn, fds + OUT_READ, fds + OUT_WRITE);
    } else if (opened) {
        opened = pipe2(fds + OUT_READ, O_CLOEXEC) == 0 && pipe2(fds + ERR_READ, O_CLOEXEC) == 0;
        if (opened && spawn->flags & SPAWN_STDIN) opened = pipe2(fds + IN_READ, O_CLOEXEC) == 0;
        else if (opened) opened = (fds[IN_READ] = open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0;
    }
    pid_t supervisor = -1;
    if (opened) {
        *step = STEP_FORK;
        supervisor = fork();
        if (supervisor == 0) {
            int ends[3] = {terminal ? fds[OUT_WRITE] : fds[IN_READ], terminal ? -1 : fds[OUT_WRITE], fds[ERR_WRITE]};
            supervise(spawn, ends, fds[THERE]);
        }
    }
    *error = errno;
    if (supervisor < 0) {
        close_all(fds, ALL);
        return false;
    }
    int theirs[] = {fds[IN_READ], fds[OUT_WRITE], fds[ERR_WRITE], fds[THERE]};
    close_all(theirs, 4);
    command->supervisor = supervisor;
    command->socket = fds[HERE];
    command->terminal = terminal ? fds[OUT_READ] : -1;
    command->input = terminal ? (spawn->flags & SPAWN_STDIN ? fcntl(fds[OUT_READ], F_DUPFD_CLOEXEC, 3) : -1) : fds[IN_WRITE];
    command->input_credit = STDIN_CREDIT;
    command->out = (struct output){fds[OUT_READ], spawn->out_credit, false, 0};
    command->err = (struct output){fds[ERR_READ], spawn->err_credit, terminal, 0};
    unblocked(command->out.fd);
    if (command->err.fd >= 0) unblocked(command->err.fd);
    if (command->input >= 0) unblocked(command->input);
    return true;
}

static void ask(const struct command *command, struct asking asking) {
    /* One that does not read, as somebody has stopped it, is noticed by its deadline. */
    if (command->socket >= 0) send(command->socket, &asking, sizeof asking, MSG_NOSIGNAL | MSG_DONTWAIT);
}

void ask_signal(struct command *command, int signal, int target) {
    ask(command, (struct asking){ASKED_SIGNAL, signal, target, 0});
}

void ask_kill(struct command *command, uint32_t grace) {
    ask(command, (struct asking){ASKED_KILL, 0, 0, grace});
}

void resize_terminal(const struct command *command, uint16_t rows, uint16_t columns) {
    struct winsize size = {.ws_row = rows, .ws_col = columns};
    if (command->terminal >= 0) ioctl(command->terminal, TIOCSWINSZ, &size);
}

int foreground_group(const struct command *command) {
    int group = 0;
    if (command->terminal < 0 || ioctl(command->terminal, TIOCGPGRP, &group) != 0) return 0;
    return group > 1 ? group : 0;
}

void close_input(struct command *command) {
    if (command->input >= 0) close(command->input);
    command->input = -1;
    release(&command->pending_input);
}

void close_command(struct command *command) {
    close_input(command);
    int fds[] = {command->socket, command->out.fd, command->err.fd};
    close_all(fds, 3);
    command->socket = command->out.fd = command->err.fd = command->terminal = -1;
}
