/* The variables that every command has, as the engine's own exec gives them. */
#ifndef ENCLAVE_ENVIRONMENT_H
#define ENCLAVE_ENVIRONMENT_H

#include <stdbool.h>

/* Adds what is missing, at most SPAWN_EXTRA variables. */
void complete_environment(char **env, const char *home, bool terminal);

#endif
