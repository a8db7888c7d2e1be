/**
 * Volumes: {@link dev.enclave.docker.volumes.VolumeOperations} and its records.
 */
@NullMarked
package dev.enclave.docker.volumes;

import org.jspecify.annotations.NullMarked;
