/**
 * Commands in running containers: {@link dev.enclave.docker.exec.ExecOperations} and its records.
 */
@NullMarked
package dev.enclave.docker.exec;

import org.jspecify.annotations.NullMarked;
