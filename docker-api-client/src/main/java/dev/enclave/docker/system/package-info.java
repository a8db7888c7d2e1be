/**
 * The engine itself: {@link dev.enclave.docker.system.SystemOperations}, its version, description and events.
 */
@NullMarked
package dev.enclave.docker.system;

import org.jspecify.annotations.NullMarked;
