package dev.enclave.engine.internal.process;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Opens the container that the tests of one way share, and closes it after the last one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SharedFixture implements CommandRunnerContract {

    private RunnerFixture shared;

    @BeforeAll
    void openShared() {
        shared = open(RunnerFixture.Needs.NOTHING_SPECIAL);
    }

    @AfterAll
    void closeShared() {
        shared.close();
    }

    @Override
    public RunnerFixture shared() {
        return shared;
    }
}
