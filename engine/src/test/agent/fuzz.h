/* Fuzzing of what takes the engine's frames in: any bytes, nothing forked. */
#ifndef ENCLAVE_FUZZ_H
#define ENCLAVE_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* One stream of frames, from the greeting to its end. The first byte says in which pieces it arrives. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern unsigned long long fuzz_frames, fuzz_fatal; /* dispatched; streams that broke a rule */

#endif
