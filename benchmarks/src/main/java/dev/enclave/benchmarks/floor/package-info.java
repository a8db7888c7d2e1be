/**
 * The floor: how fast a client can be that does nothing but move bytes. Blocking Unix sockets, requests that are ready-made bytes, answers of which
 * no more is looked at than where they end. For measuring only: it knows the answers of the requests that benchmarks make, and no others.
 * {@link dev.enclave.benchmarks.floor.FloorClient} is thread-safe; each connection belongs to one thread at a time.
 */
@NullMarked
package dev.enclave.benchmarks.floor;

import org.jspecify.annotations.NullMarked;
