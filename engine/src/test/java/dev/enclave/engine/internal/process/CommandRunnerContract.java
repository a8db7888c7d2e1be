package dev.enclave.engine.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.Command;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What {@link CommandRunner} promises, whichever way commands are started: a class that tests one way implements this, and so inherits
 * every test. The parts are tests of what a command is given and gives, of demand, of control, and of its end.
 */
interface CommandRunnerContract
        extends CommandInOutContract, CommandDemandContract, CommandControlContract, CommandKillContract {

    /** Nothing of a test may go on in the container that the tests share. */
    @AfterEach
    default void nothingOfTheTestRunsOn() {
        List<String> left = shared().processes("sleep");
        if (!left.isEmpty()) {
            shared().run(Command.of("killall", "-9", "sleep", "sh"));
        }
        assertThat(left).isEmpty();
        assertThat(shared().sandboxKilled()).isFalse();
    }

    /** So that the check above cannot be true for want of sight. */
    @Test
    default void processesAreSeen() {
        RunningCommand running = shared().start(Command.of("sleep", "7000"), 1, 7000);

        running.kill(Duration.ZERO).block(RunnerFixture.PATIENCE);

        assertThat(shared().processes("sleep 7000")).isEmpty();
    }
}
