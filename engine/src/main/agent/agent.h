/* The agent: one loop between the engine's stream and the commands. This is all that it knows. */
#ifndef ENCLAVE_AGENT_H
#define ENCLAVE_AGENT_H

#include "command.h"
#include "wire.h"

struct agent {
    int in, out;                    /* the engine's stream: one socket, or the two attached ones */
    int signals;                    /* signalfd */
    int nothing;                    /* /dev/null, opened before a command could put something else there */
    const char *directory, *owner;  /* made before the greeting is answered; NULL: none */

    struct buffer incoming, outgoing;
    bool greeted;
    int64_t lease_ms, last_heard;

    struct buffer description;      /* of the command that is being described */
    uint32_t described, highest_id; /* 0: none */

    struct command *commands;       /* in the order of their spawning */
    size_t count, capacity;
    size_t turn;                    /* whose outputs are read first */

    bool burying;                   /* supervisors have died without a word: their orphans are being killed */
    int64_t burying_deadline;
    int clean_walks;                /* that many times in a row none of their orphans was found */
};

extern struct agent agent;

/* Reaches the engine by its socket (NULL: none), makes the working directory (NULL: none) and gives it to a user (NULL: to nobody) when the
 * engine has said hello, then serves it to the end of its stream. */
_Noreturn void run_agent(const char *socket_path, const char *directory, const char *owner);

#endif
