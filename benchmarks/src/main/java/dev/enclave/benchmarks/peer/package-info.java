/**
 * Who is measured side by side: Enclave's engine and client, docker-java with two transports, the {@code docker} command line, and the floor. An
 * interface for each kind of work says what a peer can do; {@link dev.enclave.benchmarks.peer.Peers} knows them all. The work of all peers is
 * the same, and each checks its outcome.
 */
@NullMarked
package dev.enclave.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
