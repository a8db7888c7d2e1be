/** Micrometer behind the exchanges with the engine. To be used where Micrometer is on the class path: it comes with no module of ours. */
@NullMarked
package dev.enclave.docker.observation.micrometer;

import org.jspecify.annotations.NullMarked;
