package dev.enclave.docker.containers;

import org.jspecify.annotations.Nullable;

/**
 * What the engine does when a container has ended.
 *
 * @param name {@code no}, {@code always}, {@code unless-stopped} or {@code on-failure}
 * @param maximumRetryCount how often, with {@code on-failure}
 */
public record RestartPolicy(String name, @Nullable Integer maximumRetryCount) {}
