package dev.enclave.docker.containers;

import org.jspecify.annotations.Nullable;

/**
 * Where a container's port is published on the host.
 *
 * @param hostIp the host's address; null or empty for all
 * @param hostPort the host's port; null or empty for one that the engine chooses
 */
public record PortBinding(@Nullable String hostIp, @Nullable String hostPort) {}
