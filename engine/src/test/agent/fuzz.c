#define _GNU_SOURCE
#include "fuzz.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "agent.h"
#include "answer.h"
#include "commands.h"
#include "directory.h"
#include "dispatch.h"
#include "ending.h"
#include "input.h"
#include "memory.h"
#include "output.h"
#include "protocol.h"
#include "start.h"
#include "stream.h"
#include "tree.h"

unsigned long long fuzz_frames, fuzz_fatal;

struct agent agent;
static jmp_buf ended;
static int zeros = -1, nothing = -1, full = -1;

static void must(int holds, const char *what) {
    if (holds) return;
    fprintf(stderr, "broken: %s\n", what);
    abort();
}

/* ---- what the dispatcher would do to the system ---- */

_Noreturn void end(int status) { longjmp(ended, status + 1); }

const char *prepare_directory(const char *directory, const char *owner) { return directory || owner ? "none is made here" : NULL; }

uint64_t memory_kills(void) { return 0; }

/* A command that prints zeros without end; by its id it reads all of its input, nothing of it, or cannot be started at all. */
bool start_command(struct command *command, const struct spawn *spawn, int *error, int *step) {
    must(spawn->argv[0] && spawn->user && spawn->directory && spawn->env, "a command has all that it needs");
    if (command->id % 5 == 4) {
        *error = EAGAIN;
        *step = STEP_FORK;
        return false;
    }
    command->out.fd = fcntl(zeros, F_DUPFD_CLOEXEC, 3);
    command->err.fd = spawn->flags & SPAWN_TTY ? -1 : fcntl(zeros, F_DUPFD_CLOEXEC, 3);
    if (spawn->flags & SPAWN_STDIN) command->input = fcntl(command->id % 2 ? nothing : full, F_DUPFD_CLOEXEC, 3);
    command->input_credit = spawn->flags & SPAWN_STDIN ? STDIN_CREDIT : 0;
    command->out.credit = spawn->out_credit;
    command->err.credit = spawn->err_credit;
    return true;
}

void __real_dispatch(const struct frame *frame);
void __wrap_dispatch(const struct frame *frame);
void __wrap_dispatch(const struct frame *frame) {
    fuzz_frames++;
    __real_dispatch(frame);
}

/* ---- one stream ---- */

static void read_some_of(struct command *command, struct output *output) {
    uint32_t before = output->credit;
    uint64_t thrown_away = output->discarded;
    serve_output(command, output, POLLIN);
    must(output->credit <= before, "reading takes credit");
    must(!command->discarding || output->credit == before, "what is thrown away takes no credit");
    must(command->discarding || output->discarded == thrown_away, "nothing is thrown away unasked");
}

/* What would happen meanwhile: commands start, print, and end, some by what they are told, some not. */
static void let_time_pass(unsigned round) {
    for (size_t i = 0; i < agent.count; i++) {
        struct command *command = &agent.commands[i];
        must(command->input_credit <= STDIN_CREDIT, "the credit of input has a bound");
        must(held(&command->pending_input) + command->input_credit <= STDIN_CREDIT, "what waits was paid for");
        if (command->failed) continue;
        if (!command->started) {
            answer_started(command, 1);
            write_input(command);
        }
        if (round % 3 == 0) read_some_of(command, &command->out);
        if (round % 7 == 0) read_some_of(command, &command->err);
        if (round % 11 == 10 && (command->id + round) % 3 == 0) {
            abandon_input(command);
            answer_gone(command);
            for (struct output *output = &command->out; output; output = output == &command->out ? &command->err : NULL) {
                if (output->fd >= 0) close(output->fd);
                output->fd = -1;
            }
        }
    }
    sweep_commands();
    must(held(&agent.incoming) < FRAME_HEADER + (size_t)FRAME_MAX, "at most a part of a frame waits");
    must(held(&agent.description) <= SPAWN_MAX, "a description has a bound");
    flush_stream();
}

static void feed(const uint8_t *data, size_t size) {
    if (size == 0) return;
    size_t piece = 1 + (size_t)data[0] * (data[0] < 200 ? 1 : 300);
    data++, size--;
    for (unsigned round = 0; size > 0; round++) {
        size_t length = size < piece ? size : piece;
        if (!append(&agent.incoming, data, length)) abort();
        take_frames();
        let_time_pass(round);
        data += length, size -= length;
    }
}

static void forget_all(void) {
    for (size_t i = 0; i < agent.count; i++) close_command(&agent.commands[i]);
    free(agent.commands);
    release(&agent.incoming);
    release(&agent.outgoing);
    release(&agent.description);
}

static void open_fakes(void) {
    int ends[2];
    static const uint8_t much[1 << 16];
    zeros = open("/dev/zero", O_RDONLY | O_CLOEXEC);
    nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (zeros < 0 || nothing < 0 || pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0) abort();
    full = ends[1];
    while (write(full, much, sizeof much) > 0) {}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (zeros < 0) open_fakes();
    agent = (struct agent){.in = -1, .out = nothing, .signals = -1, .nothing = nothing};
    if (setjmp(ended) == 0) feed(data, size);
    else fuzz_fatal++;
    forget_all();
    return 0;
}
