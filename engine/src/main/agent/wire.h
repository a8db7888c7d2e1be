/* Bytes: a buffer that grows, and reading and writing of numbers and strings in the protocol's form. */
#ifndef ENCLAVE_WIRE_H
#define ENCLAVE_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer {
    uint8_t *bytes;
    size_t start, end, capacity; /* what is held is [start, end) */
};

size_t held(const struct buffer *buffer);               /* how many bytes */
const uint8_t *held_bytes(const struct buffer *buffer); /* never NULL */
bool append(struct buffer *buffer, const void *bytes, size_t length); /* false: no memory */
void consume(struct buffer *buffer, size_t length);
void release(struct buffer *buffer);

/* Reads a description; once something is missing, bad is set and every further read gives 0. */
struct reader {
    const uint8_t *at;
    size_t left;
    bool bad;
};

uint8_t read_u8(struct reader *reader);
uint16_t read_u16(struct reader *reader);
uint32_t read_u32(struct reader *reader);
char *read_string(struct reader *reader); /* a copy, to be freed; without NUL inside */

void put_u16(uint8_t *at, uint16_t value);
void put_u32(uint8_t *at, uint32_t value);
void put_u64(uint8_t *at, uint64_t value);

#endif
