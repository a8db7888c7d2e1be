/* Signals to the agent, read from a descriptor. */
#ifndef ENCLAVE_SIGNALS_H
#define ENCLAVE_SIGNALS_H

#include <stdbool.h>
#include <sys/types.h>

/* Blocks the signals of a first process, and ignores SIGPIPE; gives the descriptor (-1: there is none). */
int open_signals(void);

/* Reads what has come; true: somebody outside wants the end. What runs inside may send what it likes. */
bool asked_to_end(int signals);

#endif
