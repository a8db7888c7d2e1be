/**
 * Internal: engines behind {@code ssh}. A child process for each connection, whose standard input and output are one end of a Unix socket, so that Netty polls the
 * other one like any other connection. Not for users; may change at any time.
 */
@NullMarked
package dev.enclave.docker.internal.ssh;

import org.jspecify.annotations.NullMarked;
