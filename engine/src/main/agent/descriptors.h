/* Descriptors: which a process has, and how many it may have. */
#ifndef ENCLAVE_DESCRIPTORS_H
#define ENCLAVE_DESCRIPTORS_H

#include <stddef.h>

/* /dev/null, for reading and writing; -1: there is none. */
int open_nothing(void);

/* Points 0, 1 and 2 to a descriptor. */
void point_standard_streams_to(int nothing);

/* Closes all from 3 on but the kept ones (-1: none). At most 8 are kept. */
void close_others(const int *kept, size_t count);

/* As many as the system lets this process have; commands get back what it had before. */
void raise_descriptor_limit(void);
void restore_descriptor_limit(void);

#endif
