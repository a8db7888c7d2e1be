/**
 * Containers: {@link dev.enclave.docker.containers.ContainerOperations} and the records that its requests and answers are made of.
 */
@NullMarked
package dev.enclave.docker.containers;

import org.jspecify.annotations.NullMarked;
