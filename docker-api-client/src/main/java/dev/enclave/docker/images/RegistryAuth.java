package dev.enclave.docker.images;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Credentials for a registry. {@link #toString()} shows no secret.
 *
 * @param username the user
 * @param password the password or access token
 * @param serverAddress the registry's host, with its port; null when the image's reference says it
 */
public record RegistryAuth(
        String username, String password, @Nullable String serverAddress) {
    /** Checks that user and password are there. */
    public RegistryAuth {
        Objects.requireNonNull(username, "username");
        Objects.requireNonNull(password, "password");
    }

    @Override
    public String toString() {
        return "RegistryAuth[username=" + username + ", password=***, serverAddress=" + serverAddress + "]";
    }
}
