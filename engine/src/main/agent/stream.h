/* The stream of the engine: bytes in both directions, and the bounds on what waits. */
#ifndef ENCLAVE_STREAM_H
#define ENCLAVE_STREAM_H

#include <stdbool.h>
#include <stdint.h>

/* Reads once what is there, and dispatches the frames that are whole by it. */
void read_stream(void);

/* Dispatches what has come in. */
void take_frames(void);

void send_frame(uint8_t type, uint32_t id, const void *payload, uint32_t length);

/* A frame of some bytes and a string. */
void send_text(uint8_t type, uint32_t id, const uint8_t *head, uint32_t head_length, const char *text);

/* Writes as much as goes without waiting. */
void flush_stream(void);

bool stream_is_full(void);   /* so much waits that no output is read */
bool stream_is_jammed(void); /* so much waits that no frame is read, either */

/* The engine has broken a rule, or this agent cannot keep its own: says so, and ends everything. */
_Noreturn void fatal(const char *reason);

#endif
