package dev.enclave.docker.containers;

/**
 * How a container is removed.
 *
 * @param force whether it is killed when it runs
 * @param volumes whether its anonymous volumes are removed too
 */
public record RemoveOptions(boolean force, boolean volumes) {

    /** Kills and removes the container and its anonymous volumes. */
    public static final RemoveOptions FORCE = new RemoveOptions(true, true);

    /** Refuses when the container runs; keeps volumes. */
    public static final RemoveOptions DEFAULTS = new RemoveOptions(false, false);
}
