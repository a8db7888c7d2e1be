#include "answer.h"

#include <string.h>

#include "memory.h"
#include "protocol.h"
#include "stream.h"

void answer_started(struct command *command, int pid) {
    uint8_t payload[4];
    put_u32(payload, (uint32_t)pid);
    command->started = true;
    send_frame(F_STARTED, command->id, payload, sizeof payload);
}

void answer_failed(struct command *command, int error, int step) {
    uint8_t head[5];
    put_u32(head, (uint32_t)error);
    head[4] = (uint8_t)step;
    command->failed = true;
    send_text(F_FAILED, command->id, head, sizeof head, strerror(error));
}

static uint64_t memory_kills_since(uint64_t before) {
    uint64_t now = memory_kills();
    return now == UINT64_MAX || before == UINT64_MAX ? UINT64_MAX : now - before;
}

void answer_exit(struct command *command, const struct telling *telling) {
    uint8_t payload[37];
    payload[0] = (uint8_t)telling->kind;
    put_u32(payload + 1, (uint32_t)telling->value);
    put_u64(payload + 5, telling->user_us);
    put_u64(payload + 13, telling->system_us);
    put_u64(payload + 21, telling->peak_kib);
    put_u64(payload + 29, memory_kills_since(command->memory_kills_before));
    command->exited = true;
    send_frame(F_EXIT, command->id, payload, sizeof payload);
}

void answer_gone(struct command *command) {
    command->gone = true;
    send_frame(F_GONE, command->id, NULL, 0);
}

void answer_output(const struct command *command, const struct output *output, const uint8_t *bytes, uint32_t length) {
    send_frame(output->stream == STREAM_OUT ? F_STDOUT : F_STDERR, command->id, bytes, length);
}

void answer_eof(const struct command *command, const struct output *output) {
    uint8_t payload[9] = {output->stream};
    put_u64(payload + 1, output->discarded);
    send_frame(F_EOF, command->id, payload, sizeof payload);
}

void answer_input_credit(const struct command *command, uint32_t bytes) {
    uint8_t payload[4];
    put_u32(payload, bytes);
    send_frame(F_CREDIT, command->id, payload, sizeof payload);
}

void answer_input_closed(const struct command *command) { send_frame(F_STDIN_CLOSED, command->id, NULL, 0); }
