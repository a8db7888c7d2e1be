package dev.enclave.docker.archive;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a directory is packed.
 *
 * @param ignored patterns of what is left out, as the lines of a {@code .dockerignore} file; default none. The last one that matches a
 *     path, or a directory above it, decides; {@code !} makes an exception
 * @param owner whom everything belongs to; null for the owners that the files have. Default root
 * @param prefix the directory in the archive that everything is put into, relative, with slashes; default empty, for none
 */
public record PackOptions(List<String> ignored, @Nullable Owner owner, String prefix) {

    /** Everything, belonging to root. */
    public static final PackOptions DEFAULTS = new PackOptions(List.of(), Owner.ROOT, "");

    /** Copies the patterns; takes slashes off the ends of the prefix. */
    public PackOptions {
        ignored = List.copyOf(ignored);
        IgnorePatterns.parse(ignored);
        prefix = prefix.replaceAll("^/+|/+$", "");
        if (Arrays.asList(prefix.split("/", -1)).contains("..")) {
            throw new IllegalArgumentException("the prefix leads upwards: '" + prefix + "'");
        }
    }

    /**
     * Whom files belong to, by number: names mean nothing on the other side.
     *
     * @param uid the user, from 0 on
     * @param gid the group, from 0 on
     */
    public record Owner(long uid, long gid) {

        /** The user and group 0. */
        public static final Owner ROOT = new Owner(0, 0);

        /** Checks the range. */
        public Owner {
            if (uid < 0 || gid < 0) {
                throw new IllegalArgumentException("not an owner: " + uid + ":" + gid);
            }
        }
    }

    /**
     * Returns a copy that leaves other files out.
     *
     * @param patterns as the lines of a {@code .dockerignore} file
     * @return the changed copy
     * @throws IllegalArgumentException if one of them is no pattern
     */
    public PackOptions withIgnored(List<String> patterns) {
        return new PackOptions(patterns, owner, prefix);
    }

    /**
     * Returns a copy that gives everything to one owner.
     *
     * @param uid the user, from 0 on
     * @param gid the group, from 0 on
     * @return the changed copy
     */
    public PackOptions withOwner(long uid, long gid) {
        return new PackOptions(ignored, new Owner(uid, gid), prefix);
    }

    /**
     * Returns a copy by which every file keeps its owner, and the bits that make programs run as their owner or group. Without POSIX
     * owners on this side everything belongs to root.
     *
     * @return the changed copy
     */
    public PackOptions keepingOwners() {
        return new PackOptions(ignored, null, prefix);
    }

    /**
     * Returns a copy that puts everything into a directory of the archive, which is an entry of its own, with the mode of the directory
     * that is packed.
     *
     * @param directory for example {@code app}; empty for none
     * @return the changed copy
     * @throws IllegalArgumentException if it contains {@code ..}
     */
    public PackOptions withPrefix(String directory) {
        return new PackOptions(ignored, owner, directory);
    }
}
