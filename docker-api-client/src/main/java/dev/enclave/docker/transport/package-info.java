/**
 * Where an engine is and how it is reached: {@link dev.enclave.docker.transport.DockerEndpoint endpoints}, their resolution from the environment
 * and docker contexts, socket kinds, pool limits, timeouts and API versions. Values only; the connections themselves are internal.
 */
@NullMarked
package dev.enclave.docker.transport;

import org.jspecify.annotations.NullMarked;
