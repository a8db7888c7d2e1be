/* The end of the agent, which is the end of everything that it runs. */
#ifndef ENCLAVE_ENDING_H
#define ENCLAVE_ENDING_H

_Noreturn void end(int status);

#endif
