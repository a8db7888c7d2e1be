/* The agent's side of the supervisors: what they tell, and what becomes of commands whose supervisor died without a word. */
#ifndef ENCLAVE_SUPERVISION_H
#define ENCLAVE_SUPERVISION_H

#include "command.h"

/* Reads what has been told. */
void listen_to_supervisor(struct command *command);

/* Kills supervisors that do not get on with a kill. */
void kill_stopped_supervisors(int64_t now);

/* Kills orphans of dead supervisors; tells the end of their commands only when none is left. */
void bury_orphans(int64_t now);

/* Takes in all children that have ended, and wakes supervisors that somebody has stopped. */
void reap_children(void);

#endif
