/* Users as Docker names them, looked up in the image's own files. */
#ifndef ENCLAVE_USER_H
#define ENCLAVE_USER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define GROUPS_MAX 1024

struct identity {
    bool own; /* the agent's own user and groups, unchanged */
    uid_t uid;
    gid_t gid;
    size_t group_count; /* further groups */
    gid_t groups[GROUPS_MAX];
    char home[256];
};

/* Resolves name|uid[:group|gid] (empty: the agent's own); false: there is no such user or group (errno is set). */
bool resolve_user(const char *text, struct identity *identity);

/* Becomes that user for good; false: it may not (errno is set). */
bool become_user(const struct identity *identity);

#endif
