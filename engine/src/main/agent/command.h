/* The commands that the agent runs: what it knows of each. */
#ifndef ENCLAVE_COMMAND_H
#define ENCLAVE_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "wire.h"

struct output {
    uint8_t stream;     /* STREAM_OUT or STREAM_ERR */
    int fd;             /* -1 when there is none, or it has ended */
    uint32_t credit;
    uint64_t discarded; /* bytes read and thrown away */
    bool hung_up;       /* nobody writes any more, but something is left to be read */
    bool busy;          /* the last reads came right after one another */
    int64_t last_read;
};

struct command {
    uint32_t id;
    pid_t supervisor;    /* -1 when it was reaped */
    int socket;          /* to the supervisor; -1 when it has ended */
    int input;           /* write end; -1 when there is none, or it is closed */
    int terminal;        /* the master, which is out's descriptor, too; -1 without */
    struct output out, err;
    struct buffer pending_input;
    uint32_t input_credit; /* what the engine may still send */
    bool input_ending;
    bool discarding;
    bool started, exited, gone, failed; /* what the engine has been told */
    bool lost;             /* its supervisor has died without a word */
    bool killing;
    int64_t kill_deadline; /* when a supervisor that does not get on is killed itself */
    uint64_t memory_kills_before; /* of the sandbox, when this command was spawned */
};

bool is_over(const struct command *command);
void close_command(struct command *command);

/* Asks its supervisor. target: 0 the command's process, 1 its tree, below 0 a process group. */
void ask_signal(const struct command *command, int signal, int target);
void ask_kill(const struct command *command, uint32_t grace);

void resize_terminal(const struct command *command, uint16_t rows, uint16_t columns);
int foreground_group(const struct command *command); /* 0 when there is none */

#endif
