/* Capabilities that a command must not have. */
#ifndef ENCLAVE_CAPABILITIES_H
#define ENCLAVE_CAPABILITIES_H

#include <stdbool.h>
#include <sys/types.h>

/* Takes away those that only the agent needs, for a command of this user; false: that cannot be done (errno is set). */
bool drop_agents_capabilities(uid_t user);

/* None comes back at exec by inheritance. False: that cannot be done (errno is set). */
bool clear_inherited_capabilities(void);

#endif
