/** What observers are told of exchanges with real and scripted engines. */
@NullMarked
package dev.enclave.docker.observation;

import org.jspecify.annotations.NullMarked;
