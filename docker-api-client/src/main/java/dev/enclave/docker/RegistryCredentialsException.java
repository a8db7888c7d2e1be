package dev.enclave.docker;

import org.jspecify.annotations.Nullable;

/**
 * The credentials for a registry could not be looked up: a configuration that makes no sense, a credential helper that is missing, fails
 * or takes too long. Nothing was sent to the engine. No message contains a secret.
 */
public final class RegistryCredentialsException extends DockerException {

    private static final long serialVersionUID = 1L;

    /** The registry whose credentials were wanted. */
    private final String registry;

    /**
     * Creates the error.
     *
     * @param registry the registry whose credentials were wanted
     * @param reason what happened and what can be done
     * @param cause the underlying failure, if there was one; it must not contain a secret
     */
    public RegistryCredentialsException(String registry, String reason, @Nullable Throwable cause) {
        super("look up credentials", "cannot look up the credentials for registry " + registry + ": " + reason, cause);
        this.registry = registry;
    }

    /** {@return the registry whose credentials were wanted} */
    public String registry() {
        return registry;
    }
}
