/* The commands that the agent runs: their supervisors, pipes and credits. */
#ifndef ENCLAVE_COMMAND_H
#define ENCLAVE_COMMAND_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "spawn.h"
#include "wire.h"

struct output {
    int fd; /* -1 when there is none, or it has ended */
    uint32_t credit;
    bool ended;
    uint64_t discarded; /* bytes read and thrown away */
};

struct command {
    uint32_t id;
    pid_t supervisor;
    int socket;          /* to the supervisor; -1 when it has gone */
    int input;           /* write end; -1 when there is none, or it is closed */
    int terminal;        /* the master; shared by input and out; -1 without */
    struct output out, err;
    struct buffer pending_input;
    uint32_t input_credit; /* what the engine may still send */
    bool input_ending;
    bool started, exited, gone, discarding;
    bool killing;
    uint64_t memory_kills_before; /* of the sandbox, when this command was spawned */
    int64_t kill_deadline; /* when a supervisor that does not answer is killed itself */
};

/* Starts a supervisor; false: *error and *step say why. */
bool start_command(struct command *command, const struct spawn *spawn, int *error, int *step);
void ask_signal(struct command *command, int signal, int target);
void ask_kill(struct command *command, uint32_t grace);
void resize_terminal(const struct command *command, uint16_t rows, uint16_t columns);
int foreground_group(const struct command *command); /* 0 when there is none */
void close_command(struct command *command);
void close_input(struct command *command);

#endif
