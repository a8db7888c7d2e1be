/* Standard input of the commands. */
#ifndef ENCLAVE_INPUT_H
#define ENCLAVE_INPUT_H

#include <poll.h>

#include "command.h"

void take_input(struct command *command, const uint8_t *bytes, uint32_t length); /* more than its credit is fatal */
void end_input(struct command *command);

struct pollfd watch_input(const struct command *command);
void serve_input(struct command *command, short happened);

/* Writes what waits, as far as the command takes it. */
void write_input(struct command *command);

/* Nobody will read it any more; the engine is told, unless it has ended it itself. */
void abandon_input(struct command *command);

#endif
