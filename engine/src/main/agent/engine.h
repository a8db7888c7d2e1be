/* The way to the engine: its socket, where it has put one into the sandbox, or else the attached streams. */
#ifndef ENCLAVE_ENGINE_H
#define ENCLAVE_ENGINE_H

/*
 * Connects to the engine's socket (NULL: there is none). Where that fails, or there is none, the standard streams are the way; which of
 * both it is the engine learns from the connection, or from the first frame.
 */
void reach_engine(const char *socket_path);

#endif
