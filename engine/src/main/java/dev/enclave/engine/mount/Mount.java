package dev.enclave.engine.mount;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Something that a sandbox sees at a path of its own: a host directory or file ({@link BindMount}), a named volume
 * ({@link VolumeMount}), or a temporary file system in memory ({@link TmpfsMount}). Mounts are immutable values; each
 * method that changes one answers a changed copy.
 *
 * <pre>{@code
 * Mount.bind("/data/input", "/sandbox/input").readOnly();
 * Mount.bind("/data/output", "/sandbox/output").createHostDirectory();
 * Mount.volume("pip-cache", "/root/.cache/pip");
 * Mount.tmpfs("/tmp").size("64m");
 * }</pre>
 *
 * <p>What can be seen from the arguments alone is checked at once and thrown as {@link IllegalArgumentException}; what
 * needs the file system or the {@link MountPolicy} is checked when the sandbox is made, and arrives as a
 * {@link MountException} before anything is created.
 *
 * <p><b>Container paths</b> are absolute and are normalised: {@code /sandbox//data/} is {@code /sandbox/data}. Refused
 * are {@code /}, {@code ..} segments, control characters, and the characters {@code , : "}, which engines read
 * differently; so are {@code /proc}, {@code /sys} and {@code /dev} and all below them ({@code /dev/shm} is fine), and
 * {@code /.enclave}, where the engine keeps its own files.
 *
 * @since 0.1.0
 */
public sealed interface Mount permits BindMount, VolumeMount, TmpfsMount {

    /** {@return the normalised, absolute path at which the sandbox sees this mount} */
    String containerPath();

    /**
     * Mount a directory or file of the host, read-write.
     *
     * @param hostPath an absolute path of the host, without {@code ..}
     * @param containerPath where the sandbox sees it
     * @return the mount; {@link BindMount#readOnly()} and the other methods of {@code BindMount} refine it
     * @throws IllegalArgumentException if a path is null, blank, relative or otherwise not usable
     */
    static BindMount bind(String hostPath, String containerPath) {
        return bind(HostPath.require(hostPath), containerPath);
    }

    /**
     * Mount a directory or file of the host, read-write.
     *
     * @param hostPath an absolute path of the host, without {@code ..}, of the default file system
     * @param containerPath where the sandbox sees it
     * @return the mount; {@link BindMount#readOnly()} and the other methods of {@code BindMount} refine it
     * @throws IllegalArgumentException if a path is null, blank, relative or otherwise not usable
     */
    static BindMount bind(Path hostPath, String containerPath) {
        return new BindMount(hostPath, containerPath, MountAccess.READ_WRITE, MountPropagation.RPRIVATE, false);
    }

    /**
     * Mount a named volume, read-write. The engine makes an empty one when there is none of that name; it outlives the
     * sandbox.
     *
     * @param name two or more of {@code a-z A-Z 0-9 _ . -}, beginning with a letter or digit
     * @param containerPath where the sandbox sees it
     * @return the mount
     * @throws IllegalArgumentException if the name or the path is not usable
     */
    static VolumeMount volume(String name, String containerPath) {
        return new VolumeMount(name, containerPath, MountAccess.READ_WRITE);
    }

    /**
     * Mount an empty file system that lives in memory, counts against the sandbox's memory limit, and vanishes with the
     * sandbox.
     *
     * @param containerPath where the sandbox sees it
     * @return the mount; give it a {@link TmpfsMount#size(String) size}
     * @throws IllegalArgumentException if the path is not usable
     */
    static TmpfsMount tmpfs(String containerPath) {
        return new TmpfsMount(containerPath, null, null, null, null, false);
    }

    /**
     * Read the map form {@code {host: {"bind": container, "mode": "rw"}}} of the Docker SDK for Python.
     *
     * @param volumes by absolute host path: {@code bind}, the container path, required; {@code mode}, {@code rw} (the
     *     default) or {@code ro}
     * @return one mount for each entry, in the order of the map
     * @throws IllegalArgumentException for an unknown key or mode (the message says what is allowed), a missing
     *     {@code bind}, or a path that is not usable
     */
    static List<Mount> fromVolumes(Map<String, ? extends Map<String, String>> volumes) {
        return VolumeMap.toMounts(volumes);
    }
}
