/* What a command is to be, as SPAWN describes it. */
#ifndef ENCLAVE_SPAWN_H
#define ENCLAVE_SPAWN_H

#include "wire.h"

#define SPAWN_EXTRA 4

struct spawn {
    uint8_t flags;
    uint32_t out_credit, err_credit;
    uint16_t rows, columns;
    char *user, *directory;
    char **argv, **env; /* each ends with NULL, and has room for SPAWN_EXTRA more */
};

bool parse_spawn(struct spawn *spawn, const uint8_t *bytes, size_t length); /* false: it breaks the rules */
void free_spawn(struct spawn *spawn);

#endif
