/* Process trees, as /proc tells them. */
#ifndef ENCLAVE_TREE_H
#define ENCLAVE_TREE_H

#include <stdbool.h>
#include <sys/types.h>

/* Opens /proc, before a command could put something else there; gives its descriptor, which supervisors keep. Once is enough. */
int open_process_list(void);

/* Whether a child of the walk's root is left alone, with all that is below it. */
typedef bool (*spared)(pid_t pid);

/* Sends a signal to everything below a process (not to itself); returns how many were found, -1 when they cannot be seen. */
int signal_below(pid_t root, int signal, spared spare);

#endif
