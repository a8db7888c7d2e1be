#define _GNU_SOURCE
#include "output.h"

#include <errno.h>
#include <sched.h>
#include <unistd.h>

#include "answer.h"
#include "clock.h"
#include "input.h"
#include "protocol.h"
#include "stream.h"

#define BUSY_MS 1

static void end_output(struct command *command, struct output *output) {
    if (output->fd == command->terminal) { /* input has the same end */
        abandon_input(command);
        command->terminal = -1;
    }
    close(output->fd);
    output->fd = -1;
    answer_eof(command, output);
}

/* poll, as it waits for what is still on its way through a terminal, which FIONREAD does not. */
static bool is_empty(const struct output *output) {
    struct pollfd now = {output->fd, POLLIN, 0};
    return poll(&now, 1, 0) >= 0 && !(now.revents & POLLIN);
}

static bool may_read(const struct command *command, const struct output *output) {
    return command->discarding || (output->credit > 0 && !stream_is_full());
}

struct pollfd watch_output(const struct command *command, const struct output *output) {
    struct pollfd watched = {-1, 0, 0};
    if (!command->started) return watched;
    if (may_read(command, output)) watched = (struct pollfd){output->fd, POLLIN, 0};
    else if (output->credit == 0 && !output->hung_up) watched.fd = output->fd; /* its end needs no credit */
    return watched;
}

/*
 * Where output keeps coming, who prints it goes on first: few reads then find much, instead of many finding little, and each of them
 * wakes everybody between here and the engine's reader. Not by a timer: on a machine with much to do it comes late, and the pipe is full.
 */
static void let_print(struct output *output) {
    int64_t now = now_ms();
    if (output->busy) sched_yield();
    output->busy = now - output->last_read <= BUSY_MS;
    output->last_read = now;
}

static void read_output(struct command *command, struct output *output) {
    static uint8_t chunk[FRAME_MAX - FRAME_HEADER]; /* with its header as much as two reads of the shim: they keep in step */
    size_t most = command->discarding || output->credit > sizeof chunk ? sizeof chunk : output->credit;
    let_print(output);
    ssize_t length = read(output->fd, chunk, most);
    if (length < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (length <= 0) { /* a terminal without processes is an error, EIO */
        end_output(command, output);
    } else if (command->discarding) {
        output->discarded += (uint64_t)length;
    } else {
        output->credit -= (uint32_t)length;
        answer_output(command, output, chunk, (uint32_t)length);
    }
}

void serve_output(struct command *command, struct output *output, short happened) {
    if (output->fd < 0 || !happened) return;
    if (may_read(command, output)) {
        read_output(command, output);
    } else if (output->credit == 0 && happened & (POLLHUP | POLLERR)) {
        output->hung_up = true;
        if (is_empty(output)) end_output(command, output);
    }
    if (command->gone) end_empty_outputs(command);
}

void end_empty_outputs(struct command *command) {
    if (command->out.fd >= 0 && is_empty(&command->out)) end_output(command, &command->out);
    if (command->err.fd >= 0 && is_empty(&command->err)) end_output(command, &command->err);
}
