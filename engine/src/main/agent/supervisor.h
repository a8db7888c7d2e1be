/* The parent of one command's processes: starts it, and ends its tree. One process per command, forked, not executed. */
#ifndef ENCLAVE_SUPERVISOR_H
#define ENCLAVE_SUPERVISOR_H

#include <stdint.h>
#include <sys/types.h>

#include "spawn.h"

/* What a supervisor tells the agent, one message a datagram. */
enum told { TOLD_STARTED, TOLD_FAILED, TOLD_EXIT, TOLD_GONE };
struct telling {
    int what;
    int value;      /* process id, errno, exit code or signal */
    int kind;       /* step, or exit_kind */
    uint64_t user_us, system_us, peak_kib;
};

/* What the agent tells a supervisor. */
enum asked { ASKED_SIGNAL, ASKED_KILL };
struct asking {
    int what;
    int signal;     /* ASKED_SIGNAL */
    int target;     /* ASKED_SIGNAL: 0 the command's process, 1 the tree, below 0: a process group */
    uint32_t grace; /* ASKED_KILL, ms */
};

_Noreturn void supervise(pid_t agent_pid, const struct spawn *spawn, int ends[3], int socket);

#endif
