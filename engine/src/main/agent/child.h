/* The process of a command, from the fork of its supervisor to exec. */
#ifndef ENCLAVE_CHILD_H
#define ENCLAVE_CHILD_H

#include "spawn.h"

/* What became of the attempt, as the child tells it over a pipe that closes at exec. */
struct failure {
    int error, step;
};

/* Runs in the child; never returns. ends: standard input, output, error, or the terminal as ends[0] and -1, -1. */
_Noreturn void become_command(const struct spawn *spawn, const int ends[3], int failure_pipe);

/* Resolves name|uid[:group|gid] as Docker does; false: there is no such user or group (errno is set). */
struct identity {
    unsigned uid, gid;
    const char *name; /* NULL where the image does not know the user */
    char home[256];
};
bool resolve_user(const char *text, struct identity *identity);

/* Points the descriptors 0, 1 and 2 to nothing. */
void detach_standard_streams(void);

/* Closes all descriptors from 3 on but the kept ones (-1 for none). */
void close_others(const int *kept, int count);

#endif
