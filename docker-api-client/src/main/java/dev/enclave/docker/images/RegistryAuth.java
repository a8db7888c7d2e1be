package dev.enclave.docker.images;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Credentials for a registry. {@link #toString()} shows no secret.
 *
 * @param username the user; empty with an identity token
 * @param password the password or access token; empty with an identity token
 * @param serverAddress the registry's host, with its port; null when the image's reference says it
 * @param identityToken the token that the registry gave to a user who had logged in; null with a password
 */
public record RegistryAuth(
        String username,
        String password,
        @Nullable String serverAddress,
        @Nullable String identityToken) {

    /** No credentials at all. */
    public static final RegistryAuth ANONYMOUS = new RegistryAuth("", "", null, null);

    /** Checks that user and password are there. */
    public RegistryAuth {
        Objects.requireNonNull(username, "username");
        Objects.requireNonNull(password, "password");
    }

    /**
     * Creates credentials of a user and a password.
     *
     * @param username the user
     * @param password the password or access token
     * @param serverAddress the registry's host, with its port; null when the image's reference says it
     */
    public RegistryAuth(String username, String password, @Nullable String serverAddress) {
        this(username, password, serverAddress, null);
    }

    /**
     * Creates credentials of an identity token.
     *
     * @param identityToken the token that the registry gave
     * @param serverAddress the registry's host, with its port; null when the image's reference says it
     * @return the credentials
     */
    public static RegistryAuth ofIdentityToken(String identityToken, @Nullable String serverAddress) {
        Objects.requireNonNull(identityToken, "identityToken");
        return new RegistryAuth("", "", serverAddress, identityToken);
    }

    @Override
    public String toString() {
        return "RegistryAuth[username=" + username + ", password=***, serverAddress=" + serverAddress
                + (identityToken == null ? "]" : ", identityToken=***]");
    }
}
