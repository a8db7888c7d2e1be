package dev.enclave.engine.mount;

import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * An empty file system in memory. Made with {@link Mount#tmpfs(String)}. Set-user-id bits and device files never work
 * in it; programs cannot be run from it unless it is {@linkplain #executable(boolean) executable}.
 *
 * @param containerPath where the sandbox sees it; see {@link Mount}
 * @param sizeBytes the most that it may hold, in bytes, more than 0; null is the kernel's default, half of the host's
 *     memory (the sandbox's memory limit still holds)
 * @param mode permissions of its root, {@code 0} to {@code 07777}; null is the kernel's default, {@code 01777}
 * @param uid owner of its root, not negative; null is root
 * @param gid group of its root, not negative; null is root
 * @param executable whether programs in it may be run; default false
 * @since 0.1.0
 */
public record TmpfsMount(
        String containerPath,
        @Nullable Long sizeBytes,
        @Nullable Integer mode,
        @Nullable Integer uid,
        @Nullable Integer gid,
        boolean executable)
        implements Mount {

    /** Normalises the path, and refuses what is not usable. */
    public TmpfsMount {
        containerPath = ContainerPath.require(containerPath);
        requireRange("tmpfs size in bytes", sizeBytes, 1, Long.MAX_VALUE);
        requireRange("tmpfs uid", uid, 0, Integer.MAX_VALUE);
        requireRange("tmpfs gid", gid, 0, Integer.MAX_VALUE);
        if (mode != null && (mode < 0 || mode > 07777)) {
            throw new IllegalArgumentException("tmpfs mode must be 0 to 07777: 0" + Integer.toOctalString(mode));
        }
    }

    /**
     * Limit what it may hold.
     *
     * @param bytes more than 0
     * @return a changed copy
     */
    public TmpfsMount size(long bytes) {
        return new TmpfsMount(containerPath, bytes, mode, uid, gid, executable);
    }

    /**
     * Limit what it may hold.
     *
     * @param size digits and a unit, {@code b}, {@code k}, {@code m} or {@code g} (powers of 1024, either case): {@code 64m}
     * @return a changed copy
     * @throws IllegalArgumentException if it is not of that form, or 0
     */
    public TmpfsMount size(String size) {
        return size(ByteSize.parse(size));
    }

    /**
     * Set the permissions of its root.
     *
     * @param mode {@code 0} to {@code 07777}, such as {@code 0700}
     * @return a changed copy
     */
    public TmpfsMount mode(int mode) {
        return new TmpfsMount(containerPath, sizeBytes, mode, uid, gid, executable);
    }

    /**
     * Set the owner and group of its root.
     *
     * @param uid user id in the sandbox, not negative
     * @param gid group id in the sandbox, not negative
     * @return a changed copy
     */
    public TmpfsMount owner(int uid, int gid) {
        return new TmpfsMount(containerPath, sizeBytes, mode, uid, gid, executable);
    }

    /**
     * Set whether programs in it may be run, as a folder needs in which code is compiled.
     *
     * @param executable whether they may
     * @return a changed copy
     */
    public TmpfsMount executable(boolean executable) {
        return new TmpfsMount(containerPath, sizeBytes, mode, uid, gid, executable);
    }

    /** {@return the options as Linux and the engines write them: {@code rw,nosuid,nodev,noexec,size=67108864,mode=0700}} */
    public String mountOptions() {
        StringJoiner options = new StringJoiner(",").add("rw").add("nosuid").add("nodev");
        options.add(executable ? "exec" : "noexec");
        if (sizeBytes != null) {
            options.add("size=" + sizeBytes);
        }
        if (mode != null) {
            options.add("mode=0" + Integer.toOctalString(mode));
        }
        if (uid != null) {
            options.add("uid=" + uid);
        }
        if (gid != null) {
            options.add("gid=" + gid);
        }
        return options.toString();
    }

    private static void requireRange(String what, @Nullable Number value, long least, long most) {
        if (value != null && (value.longValue() < least || value.longValue() > most)) {
            throw new IllegalArgumentException(what + " must be at least " + least + ": " + value);
        }
    }
}
