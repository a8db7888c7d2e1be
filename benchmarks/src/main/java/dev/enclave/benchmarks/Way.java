package dev.enclave.benchmarks;

import dev.enclave.engine.AgentUse;

/** A way to run commands. */
enum Way {
    AGENT(AgentUse.REQUIRED),
    EXEC(AgentUse.NEVER);

    private final AgentUse use;

    Way(AgentUse use) {
        this.use = use;
    }

    AgentUse use() {
        return use;
    }
}
