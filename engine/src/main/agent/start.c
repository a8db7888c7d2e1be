#define _GNU_SOURCE
#include "start.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include "agent.h"
#include "protocol.h"
#include "supervisor.h"

#ifndef TIOCGPTPEER
#define TIOCGPTPEER _IO('T', 0x41)
#endif

/* The ends of a command: of this side, and of its. With a terminal, out is the terminal and the others are none. */
struct ends {
    int in_here, in_there, out_here, out_there, err_here, err_there, socket_here, socket_there;
};

static const struct ends no_ends = {-1, -1, -1, -1, -1, -1, -1, -1};

static void close_ends(const int *fds, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (fds[i] >= 0) close(fds[i]);
}

static void close_here(const struct ends *ends) {
    const int fds[] = {ends->in_here, ends->out_here, ends->err_here, ends->socket_here};
    close_ends(fds, 4);
}

static void close_there(const struct ends *ends) {
    const int fds[] = {ends->in_there, ends->out_there, ends->err_there, ends->socket_there};
    close_ends(fds, 4);
}

/* By the master's descriptor where the kernel can: a path is what the sandbox makes of it. */
static int open_slave(int master) {
    int flags = O_RDWR | O_NOCTTY | O_CLOEXEC;
    int slave = ioctl(master, TIOCGPTPEER, flags);
    if (slave >= 0) return slave;
    const char *name = ptsname(master);
    return name ? open(name, flags | O_NOFOLLOW) : -1;
}

static bool open_terminal(const struct spawn *spawn, int *master, int *slave) {
    *master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (*master < 0 || unlockpt(*master) != 0) return false;
    *slave = open_slave(*master);
    struct winsize size = {.ws_row = spawn->rows, .ws_col = spawn->columns};
    if (spawn->rows && spawn->columns) ioctl(*master, TIOCSWINSZ, &size);
    return *slave >= 0;
}

/* Only the end of this side must not wait. */
static bool open_pipe(int *reader, int *writer, int *here) {
    int fds[2];
    if (pipe2(fds, O_CLOEXEC) != 0) return false;
    *reader = fds[0];
    *writer = fds[1];
    return fcntl(*here, F_SETFL, O_NONBLOCK) == 0;
}

static bool open_pipes(const struct spawn *spawn, struct ends *ends) {
    if (!open_pipe(&ends->out_here, &ends->out_there, &ends->out_here)) return false;
    if (!open_pipe(&ends->err_here, &ends->err_there, &ends->err_here)) return false;
    if (spawn->flags & SPAWN_STDIN) return open_pipe(&ends->in_there, &ends->in_here, &ends->in_here);
    ends->in_there = fcntl(agent.nothing, F_DUPFD_CLOEXEC, 3);
    return ends->in_there >= 0;
}

static bool open_ends(const struct spawn *spawn, struct ends *ends, int *step) {
    int sockets[2];
    *step = STEP_PIPE;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) != 0) return false;
    ends->socket_here = sockets[0];
    ends->socket_there = sockets[1];
    if (!(spawn->flags & SPAWN_TTY)) return open_pipes(spawn, ends);
    *step = STEP_TERMINAL;
    if (!open_terminal(spawn, &ends->out_here, &ends->out_there)) return false;
    if (!(spawn->flags & SPAWN_STDIN)) return true;
    ends->in_here = fcntl(ends->out_here, F_DUPFD_CLOEXEC, 3);
    return ends->in_here >= 0;
}

static pid_t fork_supervisor(const struct spawn *spawn, const struct ends *ends) {
    pid_t parent = getpid(), supervisor = fork();
    if (supervisor != 0) return supervisor;
    bool terminal = spawn->flags & SPAWN_TTY;
    int of_command[3] = {terminal ? ends->out_there : ends->in_there, terminal ? -1 : ends->out_there, ends->err_there};
    supervise(parent, spawn, of_command, ends->socket_there);
}

bool start_command(struct command *command, const struct spawn *spawn, int *error, int *step) {
    struct ends ends = no_ends;
    pid_t supervisor = -1;
    if (open_ends(spawn, &ends, step)) {
        *step = STEP_FORK;
        supervisor = fork_supervisor(spawn, &ends);
    }
    *error = errno;
    close_there(&ends);
    if (supervisor < 0) {
        close_here(&ends);
        return false;
    }
    command->supervisor = supervisor;
    command->socket = ends.socket_here;
    command->input = ends.in_here;
    command->terminal = spawn->flags & SPAWN_TTY ? ends.out_here : -1;
    command->input_credit = spawn->flags & SPAWN_STDIN ? STDIN_CREDIT : 0;
    command->out.fd = ends.out_here;
    command->err.fd = ends.err_here;
    command->out.credit = spawn->out_credit;
    command->err.credit = spawn->err_credit;
    return true;
}
