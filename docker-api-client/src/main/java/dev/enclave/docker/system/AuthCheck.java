package dev.enclave.docker.system;

import org.jspecify.annotations.Nullable;

/**
 * The answer of a registry to credentials that it accepts. {@link #toString()} shows no secret.
 *
 * @param status its words
 * @param identityToken a token that can be used from now on instead of the password; null or empty for none
 */
public record AuthCheck(@Nullable String status, @Nullable String identityToken) {

    @Override
    public String toString() {
        boolean token = identityToken != null && !identityToken.isEmpty();
        return "AuthCheck[status=" + status + (token ? ", identityToken=***]" : "]");
    }
}
