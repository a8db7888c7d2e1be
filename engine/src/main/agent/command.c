#define _GNU_SOURCE
#include "command.h"

#include <sys/ioctl.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include "supervisor.h"

bool is_over(const struct command *command) {
    return command->failed || (command->gone && command->out.fd < 0 && command->err.fd < 0);
}

static void close_if_open(int *fd) {
    if (*fd >= 0) close(*fd);
    *fd = -1;
}

void close_command(struct command *command) {
    close_if_open(&command->socket);
    close_if_open(&command->input);
    close_if_open(&command->out.fd);
    close_if_open(&command->err.fd);
    command->terminal = -1;
    release(&command->pending_input);
}

static void ask(const struct command *command, struct asking asking) {
    /* One that does not read, as somebody has stopped it, is noticed by its deadline. */
    if (command->socket >= 0) send(command->socket, &asking, sizeof asking, MSG_NOSIGNAL | MSG_DONTWAIT);
}

void ask_signal(const struct command *command, int signal, int target) {
    ask(command, (struct asking){ASKED_SIGNAL, signal, target, 0});
}

void ask_kill(const struct command *command, uint32_t grace) {
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
