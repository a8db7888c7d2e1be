#include "dispatch.h"

#include "agent.h"
#include "answer.h"
#include "clock.h"
#include "commands.h"
#include "directory.h"
#include "ending.h"
#include "input.h"
#include "memory.h"
#include "protocol.h"
#include "spawn.h"
#include "start.h"
#include "stream.h"

#define STOPPED_SUPERVISOR_MS 2000 /* how much longer than the grace a supervisor may take */

static void on_hello(uint16_t version, uint32_t lease) {
    if (agent.greeted) fatal("a second greeting");
    if (version != PROTOCOL_VERSION) fatal("another version of the protocol is spoken");
    const char *reason = prepare_directory(agent.directory, agent.owner);
    if (reason) fatal(reason);
    agent.greeted = true;
    agent.lease_ms = lease;
    agent.last_heard = now_ms(); /* making the directory may have taken its time */
    uint8_t answer[2];
    put_u16(answer, PROTOCOL_VERSION);
    send_frame(F_HELLO, 0, answer, sizeof answer);
}

static void spawn_described(void) {
    struct spawn spawn;
    if (!parse_spawn(&spawn, held_bytes(&agent.description), held(&agent.description)))
        fatal("a description of a command that breaks the rules");
    release(&agent.description);
    struct command *command = add_command(agent.described);
    if (!command) end(1);
    agent.described = 0;
    command->memory_kills_before = memory_kills();
    int error = 0, step = 0;
    if (!start_command(command, &spawn, &error, &step)) answer_failed(command, error, step);
    free_spawn(&spawn);
}

static void on_spawn(const struct frame *frame) {
    if (agent.described != frame->id) {
        if (agent.described != 0) fatal("two commands described at once");
        if (frame->id <= agent.highest_id) fatal("the id of a command was used before");
        agent.described = agent.highest_id = frame->id;
    }
    if (held(&agent.description) + frame->length > SPAWN_MAX) fatal("a description of a command that is too long");
    if (!append(&agent.description, frame->payload, frame->length)) end(1);
    if (frame->type == T_SPAWN) spawn_described();
}

static void on_credit(struct command *command, uint8_t stream, uint32_t bytes) {
    struct output *output = stream == STREAM_OUT ? &command->out : stream == STREAM_ERR ? &command->err : NULL;
    if (!output || output->credit > UINT32_MAX - bytes) fatal("credit that breaks the rules");
    output->credit += bytes;
}

static void on_signal(const struct command *command, uint8_t signal, uint8_t scope) {
    if (signal == 0 || signal > 64 || scope > 1) fatal("a signal that does not exist");
    int group = scope == 0 ? foreground_group(command) : 0;
    ask_signal(command, signal, group ? -group : scope);
}

static void on_kill(struct command *command, uint32_t grace) {
    int64_t deadline = now_ms() + grace + STOPPED_SUPERVISOR_MS;
    if (!command->killing || deadline < command->kill_deadline) command->kill_deadline = deadline;
    command->killing = true;
    ask_kill(command, grace);
}

static void on_resize(const struct command *command, struct reader *reader) {
    uint16_t rows = read_u16(reader);
    resize_terminal(command, rows, read_u16(reader));
}

/* NULL: it is over, which the engine could not know. */
static struct command *addressed(uint32_t id) {
    if (id > agent.highest_id || id == agent.described) fatal("a frame for a command that never was");
    return find_command(id);
}

static void on_command(struct command *command, const struct frame *frame) {
    struct reader reader = {frame->payload, frame->length, false};
    uint8_t first = 0;
    switch (frame->type) {
    case T_STDIN: take_input(command, frame->payload, frame->length); return;
    case T_STDIN_END: end_input(command); return;
    case T_CREDIT:
        first = read_u8(&reader);
        on_credit(command, first, read_u32(&reader));
        return;
    case T_SIGNAL:
        first = read_u8(&reader);
        on_signal(command, first, read_u8(&reader));
        return;
    case T_KILL: on_kill(command, read_u32(&reader)); return;
    case T_RESIZE: on_resize(command, &reader); return;
    default: command->discarding = true;
    }
}

void dispatch(const struct frame *frame) {
    if (!agent.greeted && frame->type != T_HELLO) fatal("a frame before the greeting");
    struct reader reader = {frame->payload, frame->length, false};
    uint16_t version = 0;
    struct command *command = NULL;
    switch (frame->type) {
    case T_HELLO:
        version = read_u16(&reader);
        on_hello(version, read_u32(&reader));
        return;
    case T_PING: send_frame(F_PONG, 0, frame->payload, frame->length); return;
    case T_SPAWN_PART:
    case T_SPAWN: on_spawn(frame); return;
    default:
        command = addressed(frame->id);
        if (command && !command->failed) on_command(command, frame);
    }
}
