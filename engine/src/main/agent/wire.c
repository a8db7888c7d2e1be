#include "wire.h"

#include <stdlib.h>
#include <string.h>

#define KEPT_CAPACITY (256u << 10) /* a buffer that grew beyond is given back when it is empty */

size_t held(const struct buffer *buffer) { return buffer->end - buffer->start; }

const uint8_t *held_bytes(const struct buffer *buffer) {
    static const uint8_t none[1];
    return buffer->bytes ? buffer->bytes + buffer->start : none;
}

static bool make_room(struct buffer *buffer, size_t length) {
    if (buffer->capacity - buffer->end >= length) return true;
    if (buffer->start > 0) {
        memmove(buffer->bytes, buffer->bytes + buffer->start, held(buffer));
        buffer->end -= buffer->start;
        buffer->start = 0;
        if (buffer->capacity - buffer->end >= length) return true;
    }
    size_t capacity = buffer->capacity ? buffer->capacity : 4096;
    while (capacity - buffer->end < length) capacity *= 2;
    uint8_t *bytes = realloc(buffer->bytes, capacity);
    if (!bytes) return false;
    buffer->bytes = bytes;
    buffer->capacity = capacity;
    return true;
}

bool append(struct buffer *buffer, const void *bytes, size_t length) {
    if (length == 0) return true;
    if (!make_room(buffer, length)) return false;
    memcpy(buffer->bytes + buffer->end, bytes, length);
    buffer->end += length;
    return true;
}

void consume(struct buffer *buffer, size_t length) {
    buffer->start += length;
    if (buffer->start < buffer->end) return;
    buffer->start = buffer->end = 0;
    if (buffer->capacity > KEPT_CAPACITY) release(buffer);
}

void release(struct buffer *buffer) {
    free(buffer->bytes);
    *buffer = (struct buffer){0};
}

static const uint8_t *take(struct reader *reader, size_t length) {
    if (reader->bad || reader->left < length) {
        reader->bad = true;
        return NULL;
    }
    const uint8_t *taken = reader->at;
    reader->at += length;
    reader->left -= length;
    return taken;
}

uint8_t read_u8(struct reader *reader) {
    const uint8_t *b = take(reader, 1);
    return b ? b[0] : 0;
}

uint16_t read_u16(struct reader *reader) {
    const uint8_t *b = take(reader, 2);
    return b ? (uint16_t)(b[0] << 8 | b[1]) : 0;
}

uint32_t read_u32(struct reader *reader) {
    const uint8_t *b = take(reader, 4);
    return b ? (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3] : 0;
}

char *read_string(struct reader *reader) {
    uint32_t length = read_u32(reader);
    const uint8_t *bytes = take(reader, length);
    if (!bytes) return NULL;
    char *copy = malloc((size_t)length + 1);
    if (!copy || memchr(bytes, 0, length)) {
        free(copy);
        reader->bad = true;
        return NULL;
    }
    memcpy(copy, bytes, length);
    copy[length] = 0;
    return copy;
}

void put_u16(uint8_t *at, uint16_t value) {
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
}

void put_u32(uint8_t *at, uint32_t value) {
    put_u16(at, (uint16_t)(value >> 16));
    put_u16(at + 2, (uint16_t)value);
}

void put_u64(uint8_t *at, uint64_t value) {
    put_u32(at, (uint32_t)(value >> 32));
    put_u32(at + 4, (uint32_t)value);
}
