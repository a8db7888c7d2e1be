#include "frame.h"

#include <stdbool.h>

#include "protocol.h"
#include "wire.h"

#define ANY_LENGTH (-1)

/* By type: the length of the payload, and whether the frame is about a command. */
static const struct rule {
    int length;
    bool of_command;
} rules[] = {
    [T_HELLO] = {6, false},
    [T_SPAWN_PART] = {ANY_LENGTH, true},
    [T_SPAWN] = {ANY_LENGTH, true},
    [T_STDIN] = {ANY_LENGTH, true},
    [T_STDIN_END] = {0, true},
    [T_CREDIT] = {5, true},
    [T_SIGNAL] = {2, true},
    [T_KILL] = {4, true},
    [T_RESIZE] = {4, true},
    [T_DISCARD] = {0, true},
    [T_PING] = {8, false},
};

static const char *broken_rule(const struct frame *frame) {
    if (frame->type < T_HELLO || frame->type > T_PING) return "a frame of an unknown type";
    const struct rule *rule = &rules[frame->type];
    if (frame->length > FRAME_MAX) return "a frame that is too long";
    if (rule->length != ANY_LENGTH && (uint32_t)rule->length != frame->length) return "a frame of the wrong length";
    if (rule->of_command && frame->id == 0) return "a frame for a command, but without its id";
    if (!rule->of_command && frame->id != 0) return "a frame with the id of a command, but for none";
    return NULL;
}

enum parsed parse_frame(const uint8_t *bytes, size_t length, struct frame *frame, const char **broken) {
    if (length < FRAME_HEADER) return FRAME_PART;
    struct reader reader = {bytes, FRAME_HEADER, false};
    frame->length = read_u32(&reader);
    frame->type = read_u8(&reader);
    frame->id = read_u32(&reader);
    frame->payload = bytes + FRAME_HEADER;
    *broken = broken_rule(frame);
    if (*broken) return FRAME_BROKEN;
    return length - FRAME_HEADER < frame->length ? FRAME_PART : FRAME_WHOLE;
}
