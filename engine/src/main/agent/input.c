#define _GNU_SOURCE
#include "input.h"

#include <errno.h>
#include <unistd.h>

#include "answer.h"
#include "ending.h"
#include "stream.h"

static const uint8_t end_of_file = 4; /* what a terminal's reader sees as the end */

static void close_input(struct command *command) {
    if (command->input >= 0) close(command->input);
    command->input = -1;
    release(&command->pending_input);
}

void abandon_input(struct command *command) {
    if (command->input < 0) return;
    close_input(command);
    answer_input_closed(command);
}

void take_input(struct command *command, const uint8_t *bytes, uint32_t length) {
    if (length > command->input_credit) fatal("more standard input than was asked for");
    if (command->input_ending) fatal("standard input behind its end");
    command->input_credit -= length;
    if (command->input < 0) return;
    if (!append(&command->pending_input, bytes, length)) end(1);
    write_input(command);
}

void end_input(struct command *command) {
    command->input_ending = true;
    write_input(command);
}

/* False: nobody reads. */
static bool write_pending(struct command *command) {
    struct buffer *pending = &command->pending_input;
    while (held(pending) > 0) {
        ssize_t written = write(command->input, held_bytes(pending), held(pending));
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return errno == EAGAIN;
        consume(pending, (size_t)written);
    }
    return true;
}

void write_input(struct command *command) {
    if (command->input < 0 || !command->started) return; /* nothing is told before STARTED */
    size_t before = held(&command->pending_input);
    if (!write_pending(command)) {
        abandon_input(command);
        return;
    }
    uint32_t written = (uint32_t)(before - held(&command->pending_input));
    if (written > 0) {
        command->input_credit += written;
        answer_input_credit(command, written);
    }
    if (!command->input_ending || held(&command->pending_input) > 0) return;
    if (command->terminal >= 0 && write(command->input, &end_of_file, 1) < 0 && errno == EAGAIN) return;
    close_input(command);
}

static bool has_to_write(const struct command *command) { return held(&command->pending_input) > 0 || command->input_ending; }

struct pollfd watch_input(const struct command *command) {
    struct pollfd watched = {-1, 0, 0};
    if (!command->started) return watched;
    if (has_to_write(command)) watched = (struct pollfd){command->input, POLLOUT, 0};
    else if (command->terminal < 0) watched.fd = command->input; /* asked for nothing, a pipe still tells that its reader has gone */
    return watched;
}

void serve_input(struct command *command, short happened) {
    if (command->input < 0 || !happened) return;
    if (happened & POLLERR && command->terminal < 0) abandon_input(command);
    else write_input(command);
}
