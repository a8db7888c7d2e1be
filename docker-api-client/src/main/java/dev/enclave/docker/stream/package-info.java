/**
 * What travels over long-lived connections: {@link dev.enclave.docker.stream.StreamFrame frames} of output and
 * {@link dev.enclave.docker.stream.DuplexStream duplex connections} with back-pressure in both directions.
 */
@NullMarked
package dev.enclave.docker.stream;

import org.jspecify.annotations.NullMarked;
