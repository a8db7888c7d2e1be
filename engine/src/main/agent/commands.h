/* The table of the commands. */
#ifndef ENCLAVE_COMMANDS_H
#define ENCLAVE_COMMANDS_H

#include "command.h"

/* NULL: there is none. Good until the next one is added or swept away. */
struct command *find_command(uint32_t id);

/* An empty one; NULL: no memory. */
struct command *add_command(uint32_t id);

/* Forgets those that are over. */
void sweep_commands(void);

bool is_supervisor(pid_t pid);

/* Notes that a supervisor was reaped: its number may be another process's from now on. */
void forget_supervisor(pid_t pid);

#endif
