/* The agent: one poll loop between the engine's stream and the commands. */
#ifndef ENCLAVE_AGENT_H
#define ENCLAVE_AGENT_H

/* Makes the working directory (NULL: none) and gives it to a user (NULL: to nobody) when the engine has said hello, then serves it to the
 * end of its stream. */
_Noreturn void run_agent(const char *directory, const char *owner);

#endif
