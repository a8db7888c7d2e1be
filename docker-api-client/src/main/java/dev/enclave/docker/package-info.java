/**
 * A reactive, non-blocking client of the Docker Engine API. Entry type: {@link dev.enclave.docker.DockerClient}. Errors are
 * {@link dev.enclave.docker.DockerException} and its subtypes, always signalled through the publisher. Signals arrive on the client's
 * event-loop threads: do not block in them.
 */
@NullMarked
package dev.enclave.docker;

import org.jspecify.annotations.NullMarked;
