package dev.enclave.docker.containers;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a wait.
 *
 * @param statusCode the main process's exit code
 * @param error why waiting failed; the status code means nothing then
 */
public record ContainerExit(
        @Nullable Integer statusCode, @Nullable WaitError error) {
    /**
     * Why waiting failed.
     *
     * @param message the engine's words
     */
    public record WaitError(@Nullable String message) {}
}
