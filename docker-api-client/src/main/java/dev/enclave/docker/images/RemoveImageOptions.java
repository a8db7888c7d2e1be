package dev.enclave.docker.images;

/**
 * How an image is removed.
 *
 * @param force whether to remove it although stopped containers use it, or it has several names; default no
 * @param noPrune whether the images without a name that it was built on are kept; default no
 */
public record RemoveImageOptions(boolean force, boolean noPrune) {

    /** Refuses when something needs the image; removes what it was built on, if that has no name. */
    public static final RemoveImageOptions DEFAULTS = new RemoveImageOptions(false, false);

    /** Removes it in any case but one: a container of it runs. */
    public static final RemoveImageOptions FORCE = new RemoveImageOptions(true, false);
}
