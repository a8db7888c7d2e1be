/*
 * fuzz SEED SECONDS [FILE...]: streams of frames made up from the seed, and changes to those of the files; the same seed makes the same streams.
 * Ends with an error where the agent's code does something undefined, breaks a bound of its own, or asserts.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "fuzz.h"
#include "protocol.h"
#include "wire.h"

#define STREAM_MAX 200000
#define FILES_MAX 1000

static uint64_t state;

static uint32_t next(void) { /* xorshift64* */
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (uint32_t)((state * 0x2545f4914f6cdd1dULL) >> 32);
}

static uint32_t below(uint32_t bound) { return next() % bound; }

static uint8_t stream[STREAM_MAX];
static size_t length;
static uint32_t highest;

static void put(const void *bytes, size_t count) {
    if (length + count > sizeof stream) return;
    memcpy(stream + length, bytes, count);
    length += count;
}

static void header(uint32_t payload, uint8_t type, uint32_t id) {
    uint8_t bytes[FRAME_HEADER];
    put_u32(bytes, payload);
    bytes[4] = type;
    put_u32(bytes + 5, id);
    put(bytes, sizeof bytes);
}

static void filler(uint32_t count) {
    static const uint8_t bytes[FRAME_MAX];
    put(bytes, count);
}

static uint32_t interesting(void) {
    static const uint32_t numbers[] = {0, 1, 2, 65535, 65536, 65537, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff};
    return below(3) ? below(1000) : numbers[below(sizeof numbers / sizeof *numbers)];
}

static void add_string(uint8_t *at, size_t *end, const char *text) {
    put_u32(at + *end, (uint32_t)strlen(text));
    memcpy(at + *end + 4, text, strlen(text));
    *end += 4 + strlen(text);
}

static void a_spawn(void) {
    uint8_t bytes[200] = {(uint8_t)below(8)};
    size_t end = 13;
    put_u32(bytes + 1, interesting());
    put_u32(bytes + 5, interesting());
    add_string(bytes, &end, below(2) ? "" : "root");
    add_string(bytes, &end, below(2) ? "" : "/tmp");
    uint32_t count = 1 + below(3);
    put_u32(bytes + end, count);
    end += 4;
    for (uint32_t i = 0; i < count; i++) add_string(bytes, &end, "echo");
    count = below(3);
    put_u32(bytes + end, count);
    end += 4;
    for (uint32_t i = 0; i < count; i++) add_string(bytes, &end, "A=b");
    uint32_t id = ++highest;
    uint32_t part = below(4) ? 0 : below((uint32_t)end);
    if (part) {
        header(part, T_SPAWN_PART, id);
        put(bytes, part);
    }
    header((uint32_t)end - part, T_SPAWN, id);
    put(bytes + part, end - part);
}

static void a_frame(void) {
    static const uint8_t lengths[] = {[T_CREDIT] = 5, [T_SIGNAL] = 2, [T_KILL] = 4, [T_RESIZE] = 4, [T_PING] = 8};
    uint8_t payload[8] = {0}, type = (uint8_t)(T_SPAWN + below(T_PING - T_SPAWN + 1));
    uint32_t id = below(8) ? (highest > 4 ? highest - below(4) : highest) : below(highest + 1);
    if (type == T_SPAWN || id == 0) {
        a_spawn();
    } else if (type == T_STDIN) {
        uint32_t count = below(20) ? below(100) : below(FRAME_MAX + 1);
        header(count, type, id);
        filler(count);
    } else {
        put_u32(payload + 1, interesting());
        put_u32(payload + 4, next());
        payload[0] = (uint8_t)(1 + below(2));
        if (type == T_SIGNAL) payload[1] = (uint8_t)below(2);
        header(lengths[type], type, type == T_PING ? 0 : id);
        put(payload, lengths[type]);
    }
}

static void make_up(void) {
    static const uint8_t greeting[] = {0, 0, 0, 6, T_HELLO, 0, 0, 0, 0, 0, PROTOCOL_VERSION, 0, 0, 0, 0};
    length = highest = 0;
    stream[length++] = (uint8_t)next();
    put(greeting, sizeof greeting);
    for (uint32_t count = 1 + below(400); count > 0; count--) a_frame();
}

static void damage(void) {
    for (uint32_t count = below(4) ? 0 : 1 + below(6); count > 0 && length > 1; count--) {
        uint32_t at = below((uint32_t)length);
        switch (below(4)) {
        case 0: stream[at] = (uint8_t)next(); break;
        case 1: stream[at] ^= (uint8_t)(1u << below(8)); break;
        case 2: length = at + 1; break;
        default: { /* a piece is lost */
            uint32_t lost = below(32);
            if (at + lost > length) lost = (uint32_t)length - at;
            memmove(stream + at, stream + at + lost, length - at - lost);
            length -= lost;
        }
        }
    }
}

static void take_file(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) return;
    length = fread(stream, 1, sizeof stream, file);
    fclose(file);
}

int main(int argc, char **argv) {
    if (argc < 3) return 2;
    uint64_t seed = strtoull(argv[1], NULL, 10), streams = 0;
    time_t end = time(NULL) + atoi(argv[2]);
    for (int i = 3; i < argc; i++) {
        take_file(argv[i]);
        LLVMFuzzerTestOneInput(stream, length);
    }
    printf("seed %llu\n", (unsigned long long)seed);
    for (; time(NULL) < end; streams++) {
        state = seed * 0x9e3779b97f4a7c15ULL + streams + 1; /* each stream by itself can be made again */
        next();
        if (argc > 3 && below(3) == 0) take_file(argv[3 + below((uint32_t)argc - 3)]);
        else make_up();
        damage();
        uint8_t *exact = malloc(length ? length : 1); /* so that the sanitizer sees every byte too many */
        memcpy(exact, stream, length);
        LLVMFuzzerTestOneInput(exact, length);
        free(exact);
    }
    printf("streams %llu, frames %llu, ended by a broken rule %llu\n", (unsigned long long)streams, fuzz_frames, fuzz_fatal);
    return 0;
}
