package dev.enclave.docker.archive;

import java.util.Objects;

/**
 * How an archive is unpacked. Limits are a protection against archives that fill a disk; reaching one is an error.
 *
 * @param existing what happens to a file that is there already; default {@link Existing#REFUSE}
 * @param links which symbolic links are made; default {@link Links#REFUSE_OUTSIDE}
 * @param maxBytes how many bytes the contents of all files may have, holes included; default 10 GiB
 * @param maxEntries how many entries there may be; default 1,000,000
 */
public record UnpackOptions(Existing existing, Links links, long maxBytes, long maxEntries) {

    /** Replaces nothing, makes no link that leads out, and takes 10 GiB in 1,000,000 entries at most. */
    public static final UnpackOptions DEFAULTS =
            new UnpackOptions(Existing.REFUSE, Links.REFUSE_OUTSIDE, 10L << 30, 1_000_000);

    /** Checks the limits. */
    public UnpackOptions {
        Objects.requireNonNull(existing, "existing");
        Objects.requireNonNull(links, "links");
        if (maxBytes < 0 || maxEntries < 0) {
            throw new IllegalArgumentException("limits must not be negative: " + maxBytes + ", " + maxEntries);
        }
    }

    /** What happens when something is there already. Directories are always kept, and files are added to them. */
    public enum Existing {
        /** It stays, and the unpacking fails. */
        REFUSE,
        /** A file or a link is removed, and made anew: what else it was linked to is not touched. */
        REPLACE
    }

    /** Which symbolic links are made. Whatever is chosen, nothing is ever written through one. */
    public enum Links {
        /** Those that stay in the directory; one that leads out of it, or has an absolute target, is an error. */
        REFUSE_OUTSIDE,
        /** Those that stay in the directory; others are left out. */
        SKIP_OUTSIDE,
        /** All. Whoever reads the directory afterwards must not follow them, as they may lead anywhere on this host. */
        KEEP
    }

    /**
     * Returns a copy with another choice for what is there already.
     *
     * @param choice what happens to it
     * @return the changed copy
     */
    public UnpackOptions withExisting(Existing choice) {
        return new UnpackOptions(choice, links, maxBytes, maxEntries);
    }

    /**
     * Returns a copy with another choice of symbolic links.
     *
     * @param choice which are made
     * @return the changed copy
     */
    public UnpackOptions withLinks(Links choice) {
        return new UnpackOptions(existing, choice, maxBytes, maxEntries);
    }

    /**
     * Returns a copy with other limits.
     *
     * @param bytes how many bytes the contents of all files may have
     * @param entries how many entries there may be
     * @return the changed copy
     */
    public UnpackOptions withLimits(long bytes, long entries) {
        return new UnpackOptions(existing, links, bytes, entries);
    }
}
