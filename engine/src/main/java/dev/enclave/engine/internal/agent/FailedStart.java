package dev.enclave.engine.internal.agent;

import dev.enclave.engine.CommandStartException;

/**
 * Says why a command could not be started.
 *
 * @param sandboxId the sandbox's id
 * @param program the program that was to run
 * @param user its user; empty for the sandbox's own
 * @param directory its working directory
 */
record FailedStart(String sandboxId, String program, String user, String directory) {

    /** EAGAIN on Linux. */
    private static final int TRY_AGAIN = 11;

    /** EPERM on Linux. */
    private static final int NOT_PERMITTED = 1;

    CommandStartException toException(AgentFrame.Failed failed) {
        return new CommandStartException(
                sandboxId, "'" + program + "' cannot be started: " + reason(failed) + ": " + failed.message(), null);
    }

    private String reason(AgentFrame.Failed failed) {
        return switch (failed.step()) {
            case FORK ->
                failed.errno() == TRY_AGAIN
                        ? "the sandbox's limit of processes is reached (end some, or give it more pids)"
                        : "a process could not be made";
            case USER ->
                failed.errno() == NOT_PERMITTED
                        ? "this sandbox cannot run commands as another user, '" + user + "'"
                        : "the user '" + user + "' is not there";
            case DIRECTORY -> "the working directory '" + directory + "' could not be entered";
            case EXEC -> "it could not be executed";
            case TERMINAL -> "a terminal could not be opened";
            case PIPE -> "its pipes could not be made";
        };
    }
}
