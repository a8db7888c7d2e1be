#define _GNU_SOURCE
#include "stream.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "agent.h"
#include "clock.h"
#include "dispatch.h"
#include "ending.h"
#include "frame.h"
#include "protocol.h"

#define FULL (256u << 10)
#define LARGE (16u << 10)
#define JAMMED (1u << 20)
#define WIDE (256 << 10)
#define LAST_WORDS_MS 2000
#define TEXT_MAX 512

void take_frames(void) {
    for (;;) {
        struct frame frame;
        const char *broken;
        switch (parse_frame(held_bytes(&agent.incoming), held(&agent.incoming), &frame, &broken)) {
        case FRAME_BROKEN: fatal(broken);
        case FRAME_PART: return;
        case FRAME_WHOLE: dispatch(&frame);
        }
        consume(&agent.incoming, FRAME_HEADER + (size_t)frame.length);
    }
}

void read_stream(void) {
    static uint8_t chunk[FRAME_MAX];
    ssize_t length = read(agent.in, chunk, sizeof chunk);
    if (length == 0) end(0); /* the engine has gone */
    if (length < 0) {
        if (errno == EAGAIN || errno == EINTR) return;
        end(1);
    }
    agent.last_heard = now_ms();
    if (!append(&agent.incoming, chunk, (size_t)length)) end(1);
    take_frames();
}

/* A large frame goes without the detour through what waits, as far as it can at once; returns how much of it has gone. */
static size_t send_at_once(uint8_t *header, const void *payload, uint32_t length) {
    if (length < LARGE || held(&agent.outgoing) > 0) return 0;
    struct iovec parts[] = {{header, FRAME_HEADER}, {(void *)(uintptr_t)payload, length}};
    ssize_t written = writev(agent.out, parts, 2);
    return written < 0 ? 0 : (size_t)written; /* an error shows again in flush_stream */
}

void send_frame(uint8_t type, uint32_t id, const void *payload, uint32_t length) {
    uint8_t header[FRAME_HEADER];
    put_u32(header, length);
    header[4] = type;
    put_u32(header + 5, id);
    size_t gone = send_at_once(header, payload, length);
    size_t of_header = gone < FRAME_HEADER ? gone : FRAME_HEADER, of_payload = gone - of_header;
    if (!append(&agent.outgoing, header + of_header, FRAME_HEADER - of_header) ||
        !append(&agent.outgoing, (const uint8_t *)payload + of_payload, length - of_payload))
        end(1);
}

void send_text(uint8_t type, uint32_t id, const uint8_t *head, uint32_t head_length, const char *text) {
    uint8_t payload[TEXT_MAX];
    size_t length = strlen(text), most = sizeof payload - head_length - 4;
    if (length > most) length = most;
    if (head_length) memcpy(payload, head, head_length);
    put_u32(payload + head_length, (uint32_t)length);
    memcpy(payload + head_length + 4, text, length);
    send_frame(type, id, payload, head_length + 4 + (uint32_t)length);
}

/*
 * Where so much is printed that the pipe to the engine is full, it gets room for all the credit of an output: into a full pipe one writes
 * page by page, each time as soon as the reader has taken one, and both do little else. Refused to who has many such pipes: then it stays;
 * and a socket is no pipe.
 */
static bool widen_once(void) {
    static bool widened;
    if (widened) return false;
    widened = true;
    return fcntl(agent.out, F_SETPIPE_SZ, WIDE) >= 0;
}

void flush_stream(void) {
    while (held(&agent.outgoing) > 0) {
        ssize_t written = write(agent.out, held_bytes(&agent.outgoing), held(&agent.outgoing));
        if (written < 0) {
            bool full = errno == EAGAIN; /* widening may fail, for another reason */
            if (errno == EINTR || (full && widen_once())) continue;
            if (full) return;
            end(1); /* nobody reads: the engine has gone */
        }
        consume(&agent.outgoing, (size_t)written);
    }
}

bool stream_is_full(void) { return held(&agent.outgoing) >= FULL; }

bool stream_is_jammed(void) { return held(&agent.outgoing) >= JAMMED; }

_Noreturn void fatal(const char *reason) {
    send_text(F_FATAL, 0, NULL, 0, reason);
    struct pollfd writable = {agent.out, POLLOUT, 0};
    for (int64_t deadline = now_ms() + LAST_WORDS_MS; held(&agent.outgoing) > 0 && now_ms() < deadline;) {
        flush_stream();
        if (held(&agent.outgoing) > 0) poll(&writable, 1, 100);
    }
    end(1);
}
