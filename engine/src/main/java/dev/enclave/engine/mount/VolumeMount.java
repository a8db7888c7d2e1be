package dev.enclave.engine.mount;

import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A volume that the engine keeps under a name. Made with {@link Mount#volume(String, String)}. The engine is given the
 * name and nothing else, so this can never make a volume that leads to a host path; what an administrator's existing
 * volume leads to is theirs to decide.
 *
 * @param name two or more of {@code a-z A-Z 0-9 _ . -}, beginning with a letter or digit
 * @param containerPath where the sandbox sees it; see {@link Mount}
 * @param access whether the sandbox may write; default {@link MountAccess#READ_WRITE}
 * @since 0.1.0
 */
public record VolumeMount(String name, String containerPath, MountAccess access) implements Mount {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");

    /** Normalises the path, and refuses what is not usable. */
    public VolumeMount {
        name = requireName(name);
        containerPath = ContainerPath.require(containerPath);
        Objects.requireNonNull(access, "access");
    }

    /** {@return a copy that the sandbox may only read} */
    public VolumeMount readOnly() {
        return access(MountAccess.READ_ONLY);
    }

    /** {@return a copy that the sandbox may read and write} */
    public VolumeMount readWrite() {
        return access(MountAccess.READ_WRITE);
    }

    /**
     * Set whether the sandbox may write.
     *
     * @param access the new access
     * @return a changed copy
     */
    public VolumeMount access(MountAccess access) {
        return new VolumeMount(name, containerPath, access);
    }

    private static String requireName(@Nullable String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("volume name " + Quoted.of(name)
                    + " is not usable: use two or more of a-z A-Z 0-9 _ . - beginning with a letter or digit"
                    + " (for a host directory use Mount.bind)");
        }
        return name;
    }
}
