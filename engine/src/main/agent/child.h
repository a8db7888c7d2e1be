/* The process of a command, from the fork of its supervisor to exec. */
#ifndef ENCLAVE_CHILD_H
#define ENCLAVE_CHILD_H

#include "spawn.h"

/* What became of the attempt, as the child tells it over a pipe that closes at exec. */
struct failure {
    int error, step;
};

/* Runs in the child; never returns. ends: standard input, output, error, or the terminal as ends[0] and -1, -1. */
_Noreturn void become_command(const struct spawn *spawn, const int ends[3], int failure_pipe);

#endif
