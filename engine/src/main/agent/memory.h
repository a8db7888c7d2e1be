/* Kills for want of memory, as the kernel counts them for this sandbox. */
#ifndef ENCLAVE_MEMORY_H
#define ENCLAVE_MEMORY_H

#include <stdint.h>

/* Opens the count, before a command could put something else there. */
void open_memory_kills(void);

/* How many processes have been killed; all ones when that cannot be read. */
uint64_t memory_kills(void);

#endif
