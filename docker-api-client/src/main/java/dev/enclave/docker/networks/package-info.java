/**
 * Networks: {@link dev.enclave.docker.networks.NetworkOperations} and its records.
 */
@NullMarked
package dev.enclave.docker.networks;

import org.jspecify.annotations.NullMarked;
