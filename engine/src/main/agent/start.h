/* The start of a command: its pipes or terminal, and its supervisor. */
#ifndef ENCLAVE_START_H
#define ENCLAVE_START_H

#include "command.h"
#include "spawn.h"

/* False: *error and *step say why. */
bool start_command(struct command *command, const struct spawn *spawn, int *error, int *step);

#endif
