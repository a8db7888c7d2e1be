package dev.enclave.docker.internal.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Podman answers 500 where Docker says what kind of error it is, but names the cause, which Docker never does. */
final class PodmanErrors {

    private static final Map<String, Integer> STATUSES = Map.of(
            "container state improper", 409,
            "exec session state improper", 409,
            "that name is already in use", 409,
            "network is being used", 409,
            "network is already connected", 409,
            "volume is being used", 409,
            "image is in use by a container", 409,
            "image not known", 404,
            "no such container", 404,
            "invalid argument", 400);

    private PodmanErrors() {}

    /** Returns the status that Docker would have sent. */
    static int statusOf(int sent, @Nullable String cause) {
        return sent == 500 && cause != null ? STATUSES.getOrDefault(cause, sent) : sent;
    }
}
