package dev.enclave.engine.internal.lifecycle;

import dev.enclave.docker.containers.MountConfig;
import dev.enclave.engine.SecurityProfile;
import dev.enclave.engine.internal.agent.AgentSocket;
import dev.enclave.engine.internal.agent.AgentVolume;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What runs as a sandbox's main process, and what its container has to have for that.
 *
 * @param entrypoint the program and its arguments
 * @param user its user; null for the image's
 * @param init whether the engine's own init process is needed to take in orphans
 * @param capabilities what it may do beyond its commands
 * @param mounts what it is mounted from
 */
record MainProgram(
        List<String> entrypoint,
        @Nullable String user,
        boolean init,
        List<String> capabilities,
        List<MountConfig> mounts) {

    /**
     * What the agent needs to become another user for a command, to end that command, and to see to it that the command can do none of
     * this: it takes these from every command.
     */
    private static final List<String> OF_AGENT = List.of("SETUID", "SETGID", "SETPCAP", "KILL");

    private static final String ROOT = "0:0";

    /** A shell script that holds the sandbox; commands run through the exec API. */
    static MainProgram shell(Prepared prepared) {
        String owner = prepared.ownerOfWorkingDirectory();
        return new MainProgram(
                MainProcess.entrypoint(
                        prepared.makesWorkingDirectory() ? prepared.spec().workingDirectory() : "",
                        owner == null ? "" : owner,
                        prepared.spec().lifetime().timeToLive()),
                prepared.mainUser(),
                true,
                List.of(),
                List.of());
    }

    /**
     * The agent: it runs commands, or, in a sandbox that outlives its process, only holds it.
     *
     * @param socket what it is to connect to; null for nothing
     */
    static MainProgram agent(Prepared prepared, AgentVolume volume, @Nullable AgentSocket socket) {
        Duration timeToLive = prepared.spec().lifetime().timeToLive();
        List<String> entrypoint =
                new ArrayList<>(List.of(AgentVolume.PROGRAM_PATH, timeToLive == null ? "run" : "hold"));
        if (timeToLive != null) {
            entrypoint.addAll(List.of("--seconds", Long.toString(Math.max(1, timeToLive.toSeconds()))));
        }
        List<MountConfig> mounts = new ArrayList<>(List.of(volume.mount()));
        if (socket != null) {
            entrypoint.addAll(socket.arguments());
            mounts.add(socket.mount());
        }
        if (prepared.makesWorkingDirectory()) {
            entrypoint.addAll(List.of("--dir", prepared.spec().workingDirectory()));
        }
        String owner = prepared.ownerOfWorkingDirectory();
        if (owner != null) {
            entrypoint.addAll(List.of("--owner", owner));
        }
        if (timeToLive != null) {
            return new MainProgram(entrypoint, prepared.mainUser(), false, List.of(), mounts);
        }
        // Beside a root agent with nothing but these rights, commands of another user cannot touch it. In a STRICT
        // sandbox
        // nothing is root.
        boolean root = prepared.spec().security() != SecurityProfile.STRICT;
        return new MainProgram(entrypoint, root ? ROOT : prepared.user(), false, root ? OF_AGENT : List.of(), mounts);
    }
}
