#ifndef ENCLAVE_MEMORY_H
#define ENCLAVE_MEMORY_H

#include <stdint.h>

/* How many processes of this sandbox the kernel has killed for want of memory; all ones when that cannot be read. */
uint64_t memory_kills(void);

#endif
