package dev.enclave.engine.internal.agent;

import dev.enclave.docker.containers.MountConfig;
import dev.enclave.engine.SandboxSpec;

/**
 * The volume that holds the agent's program on one container engine: one for each version, mounted read-only into every sandbox.
 *
 * @param name the volume's name
 */
public record AgentVolume(String name) {

    /** The label of such volumes; its value is the version. */
    public static final String LABEL = SandboxSpec.LABEL_PREFIX + "agent";

    /** Where it is mounted. */
    static final String DIRECTORY = "/.enclave";

    /** The program's file in it. */
    static final String PROGRAM = "agent";

    /** The path of the program in a container. */
    public static final String PROGRAM_PATH = DIRECTORY + "/" + PROGRAM;

    /** An empty file, for the socket to be mounted on. */
    static final String SOCKET = "socket";

    /** The path of the socket in a container. */
    static final String SOCKET_PATH = DIRECTORY + "/" + SOCKET;

    /** The file that is there when the program is complete. */
    static final String MARK = "complete";

    static AgentVolume of(AgentBinary agent) {
        return new AgentVolume("enclave-agent-" + agent.version());
    }

    /** {@return the mount by which a container has the program} */
    public MountConfig mount() {
        return MountConfig.volume(name, DIRECTORY, true);
    }
}
