package dev.enclave.benchmarks.exec;

import dev.enclave.engine.AgentUse;

/** A way to run commands in a sandbox, and how often a round does so: about as long as with the other way. */
enum Way {
    AGENT("agent", AgentUse.REQUIRED, true, 200, 2000),
    AGENT_ATTACHED("agent-attached", AgentUse.REQUIRED, false, 200, 2000),
    EXEC_API("exec-api", AgentUse.NEVER, false, 20, 64);

    private final String subject;
    private final AgentUse use;
    private final boolean socket;
    private final int alone;
    private final int crowded;

    Way(String subject, AgentUse use, boolean socket, int alone, int crowded) {
        this.subject = subject;
        this.use = use;
        this.socket = socket;
        this.alone = alone;
        this.crowded = crowded;
    }

    String subject() {
        return subject;
    }

    AgentUse use() {
        return use;
    }

    boolean socket() {
        return socket;
    }

    int alone() {
        return alone;
    }

    int crowded() {
        return crowded;
    }
}
