package dev.enclave.docker.containers;

/** What a wait waits for. */
public enum WaitCondition {
    /** The container does not run; true at once for one that was never started. */
    NOT_RUNNING("not-running"),
    /** The next end of the main process; can be armed before the start. */
    NEXT_EXIT("next-exit"),
    /** The removal. */
    REMOVED("removed");

    private final String parameter;

    WaitCondition(String parameter) {
        this.parameter = parameter;
    }

    /** {@return the condition as the engine names it} */
    public String parameter() {
        return parameter;
    }
}
