/* Process trees, as /proc tells them. */
#ifndef ENCLAVE_TREE_H
#define ENCLAVE_TREE_H

#include <stdbool.h>
#include <sys/types.h>

/* Whether a child of the walk's root is left alone, with all that is below it. */
typedef bool (*spared)(pid_t pid);

/* Sends a signal to everything below a process (not to itself); returns how many were found. */
int signal_below(pid_t root, int signal, spared spare);

#endif
