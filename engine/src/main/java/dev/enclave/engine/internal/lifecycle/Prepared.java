package dev.enclave.engine.internal.lifecycle;

import dev.enclave.engine.SandboxSpec;
import dev.enclave.engine.SecurityProfile;
import dev.enclave.engine.mount.ResolvedMount;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A specification and what was found out about it before anything is created.
 *
 * @param spec the specification
 * @param mounts its mounts, checked
 * @param user the user of its commands; null for the image's, which is root then
 * @param imageEnvironment the variables that the image gives
 * @param imageProgram the image's own program, to be started as the first command; empty for none
 */
record Prepared(
        SandboxSpec spec,
        List<ResolvedMount> mounts,
        @Nullable String user,
        Map<String, String> imageEnvironment,
        List<String> imageProgram) {

    /** The engine reads numbers as Java does: 00 is root too, and with any group. */
    private static final Pattern ROOT = Pattern.compile("(root|0+)(:.*)?");

    boolean isStrict() {
        return spec.security() == SecurityProfile.STRICT;
    }

    boolean runsAsRoot() {
        return user == null || ROOT.matcher(user).matches();
    }

    /** Whether the working directory lies on a mount, or is one: then it is the mount's, and nobody's to give away. */
    boolean workingDirectoryIsMounted() {
        return mounts.stream().anyMatch(mount -> isAtOrBelow(spec.workingDirectory(), mount.containerPath()));
    }

    /** Whether the working directory is below a mount, so that it may be missing there. */
    boolean workingDirectoryMayBeMissingOnMount() {
        return workingDirectoryIsMounted()
                && mounts.stream().noneMatch(mount -> spec.workingDirectory().equals(mount.containerPath()));
    }

    private static boolean isAtOrBelow(String path, String parent) {
        return path.equals(parent) || path.startsWith(parent + "/");
    }

    /** The user of the main process: root where it has a directory to give away, otherwise that of the commands. */
    @Nullable
    String mainUser() {
        return givesWorkingDirectory() ? "0:0" : user;
    }

    /** Whether the working directory is made by us and must be given to a user who is not root. */
    boolean givesWorkingDirectory() {
        return !isStrict() && !runsAsRoot() && !workingDirectoryIsMounted();
    }

    /** Whether the working directory has to be made: on a mount it is not ours to make as root, in a STRICT sandbox it is a mount. */
    boolean makesWorkingDirectory() {
        return !workingDirectoryIsMounted() && !isStrict();
    }

    /** The user whom the working directory is given to; null to leave it as it is. */
    @Nullable
    String ownerOfWorkingDirectory() {
        return givesWorkingDirectory() ? user : null;
    }

    /** All that a command finds in its environment, where the container engine does not see to it. */
    Map<String, String> commandEnvironment() {
        Map<String, String> all = new LinkedHashMap<>(imageEnvironment);
        all.putAll(environment());
        return all;
    }

    /** The environment, with a home directory for users that the image does not know. */
    Map<String, String> environment() {
        Map<String, String> environment = spec.environment();
        if (environment.containsKey("HOME") || user == null || !user.matches("\\d+(:.*)?") || runsAsRoot()) {
            return environment;
        }
        Map<String, String> extended = new LinkedHashMap<>(environment);
        extended.put("HOME", spec.workingDirectory());
        return extended;
    }
}
