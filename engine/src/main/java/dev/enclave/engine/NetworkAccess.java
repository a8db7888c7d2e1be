package dev.enclave.engine;

import java.util.Objects;

/**
 * What a sandbox can reach.
 *
 * @param mode the engine's name of it: {@code none}, {@code bridge}, or a network's name
 */
public record NetworkAccess(String mode) {

    /** Nothing but its own loopback interface. */
    public static final NetworkAccess NONE = new NetworkAccess("none");

    /** Whatever the engine's default network lets through. */
    public static final NetworkAccess BRIDGE = new NetworkAccess("bridge");

    /** Refuses the namespaces of the host and of other containers. */
    public NetworkAccess {
        Objects.requireNonNull(mode, "mode");
        if (!mode.matches("[A-Za-z0-9][A-Za-z0-9_.-]*") || mode.equals("host")) {
            throw new IllegalArgumentException(
                    "a sandbox has no network, 'bridge' or a named one, never the host's or another container's: '"
                            + mode + "'");
        }
    }

    /**
     * A network that exists on the engine.
     *
     * @param name its name
     * @return the access
     * @throws IllegalArgumentException if it names the host's or another container's network
     */
    public static NetworkAccess named(String name) {
        return new NetworkAccess(name);
    }
}
