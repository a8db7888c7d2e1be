package dev.enclave.engine.internal.process;

/** Where the parts of {@link CommandRunnerContract} get their containers from. */
interface ContractFixtures {

    /** The container that most tests share: tests leave no process in it. */
    RunnerFixture shared();

    /** A container for one test, which may spoil it and closes it. */
    RunnerFixture open(RunnerFixture.Needs needs);
}
