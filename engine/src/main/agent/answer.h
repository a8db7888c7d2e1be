/* The agent's frames about a command, each written down as it is sent. */
#ifndef ENCLAVE_ANSWER_H
#define ENCLAVE_ANSWER_H

#include "command.h"
#include "supervisor.h"

void answer_started(struct command *command, int pid); /* 0: not known */
void answer_failed(struct command *command, int error, int step);
void answer_exit(struct command *command, const struct telling *telling);
void answer_gone(struct command *command);
void answer_output(const struct command *command, const struct output *output, const uint8_t *bytes, uint32_t length);
void answer_eof(const struct command *command, const struct output *output);
void answer_input_credit(const struct command *command, uint32_t bytes);
void answer_input_closed(const struct command *command);

#endif
