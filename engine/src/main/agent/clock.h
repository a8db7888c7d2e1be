/* Time that nobody can set. */
#ifndef ENCLAVE_CLOCK_H
#define ENCLAVE_CLOCK_H

#include <stdint.h>

int64_t now_ms(void);

#endif
