/* What the commands print: read as far as there is credit for it and room in the stream. */
#ifndef ENCLAVE_OUTPUT_H
#define ENCLAVE_OUTPUT_H

#include <poll.h>

#include "command.h"

struct pollfd watch_output(const struct command *command, const struct output *output);
void serve_output(struct command *command, struct output *output, short happened);

/* The tree has gone: outputs without anything left to be read end now, even if somebody else keeps them open. */
void end_empty_outputs(struct command *command);

#endif
