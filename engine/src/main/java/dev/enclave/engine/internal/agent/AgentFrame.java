package dev.enclave.engine.internal.agent;

import dev.enclave.docker.stream.StreamFrame;
import dev.enclave.engine.internal.process.ProcessExit;

/** What the agent tells. Immutable; {@link FrameDecoder} makes them of bytes. */
sealed interface AgentFrame {

    /** A frame that is about one command. */
    sealed interface OfCommand extends AgentFrame {
        /** The number that the command was started with. */
        int id();
    }

    /** The agent is ready for commands. */
    record Hello(int version) implements AgentFrame {}

    /** The answer to a ping. */
    record Pong(long token) implements AgentFrame {}

    /** The agent cannot connect to the socket that it was told of, and uses the attached streams. */
    record NoSocket(int errno) implements AgentFrame {}

    /** The agent gives up, and why. */
    record Fatal(String reason) implements AgentFrame {}

    /** The command runs. */
    record Started(int id, int processId) implements OfCommand {}

    /** The command cannot be started. */
    record Failed(int id, int errno, Step step, String message) implements OfCommand {}

    /** Output of the command. */
    record Output(int id, StreamFrame frame) implements OfCommand {}

    /** One of the command's outputs has ended. */
    record EndOfOutput(int id, StreamFrame.Source source, long thrownAway) implements OfCommand {}

    /** The command's own process has ended. */
    record Exited(int id, ProcessExit exit) implements OfCommand {}

    /** No process of the command's tree is left. */
    record Gone(int id) implements OfCommand {}

    /** So many more bytes of standard input may be sent. */
    record InputCredit(int id, long bytes) implements OfCommand {}

    /** The command no longer reads. */
    record InputClosed(int id) implements OfCommand {}

    /** Where the start of a command failed, in the order of the protocol's numbers. */
    enum Step {
        /** A process could not be made. */
        FORK,
        /** The user is not there, or could not be taken on. */
        USER,
        /** The working directory could not be entered. */
        DIRECTORY,
        /** The program could not be executed. */
        EXEC,
        /** A terminal could not be opened. */
        TERMINAL,
        /** A pipe could not be made. */
        PIPE
    }
}
