package dev.enclave.docker.exec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command as the engine sees it.
 *
 * @param id the exec's id
 * @param running whether it runs; false also before its start
 * @param exitCode its exit code; null before its end. It has ended only when it does not run and this is there
 * @param pid its process id on the host; 0 when it does not run
 * @param containerId the container's id
 * @param processConfig what runs
 */
public record ExecInspection(
        @Nullable String id,
        @Nullable Boolean running,
        @Nullable Integer exitCode,
        @Nullable Integer pid,
        @Nullable String containerId,
        @Nullable ProcessConfig processConfig) {

    /**
     * What a command runs.
     *
     * @param entrypoint the program
     * @param arguments its arguments
     * @param tty whether it has a terminal
     * @param user the user that was asked for
     * @param privileged whether it has all capabilities
     */
    public record ProcessConfig(
            @Nullable String entrypoint,
            @Nullable List<String> arguments,
            @Nullable Boolean tty,
            @Nullable String user,
            @Nullable Boolean privileged) {}

    /** {@return whether the command has ended: it was started, does not run, and has an exit code} */
    public boolean hasEnded() {
        return !Boolean.TRUE.equals(running) && exitCode != null;
    }

    /** {@return whether the command has been started; it may have ended since} */
    public boolean hasStarted() {
        return Boolean.TRUE.equals(running) || exitCode != null;
    }
}
