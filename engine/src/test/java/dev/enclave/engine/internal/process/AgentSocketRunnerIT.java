package dev.enclave.engine.internal.process;

import dev.enclave.engine.internal.agent.AgentSockets;
import dev.enclave.testing.TestEngine;

/** The contract of commands, kept by the agent over a connection to this process. */
class AgentSocketRunnerIT extends SharedFixture {

    @Override
    public RunnerFixture open(RunnerFixture.Needs needs) {
        return AgentRunnerIT.Fixture.open(needs, new AgentSockets(TestEngine.client(), true, null));
    }
}
