/* For sandboxes that outlive their engine: a first process without a stream, that ends after a time. */
#ifndef ENCLAVE_HOLD_H
#define ENCLAVE_HOLD_H

#include <stdint.h>

/* Prints enclave-ready when the working directory is there, or the reason why not; reaps orphans, and ends at SIGTERM or after the time. */
_Noreturn void hold(uint32_t seconds, const char *directory, const char *owner);

#endif
