package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.support.ChildJvm;
import dev.enclave.engine.support.HostProcesses;
import dev.enclave.engine.support.Mark;
import dev.enclave.engine.support.SandboxHolder;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@Tag("C3")
@DisplayName("C3: dies with its owner")
class LeaseIT {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseIT.class);
    private static final int HELD = 5;
    /** The contract's bound. */
    private static final Duration SECONDS = Duration.ofSeconds(5);

    private final Mark mark = Mark.create();

    @TempDir
    Path temporary;

    private ChildJvm holder(boolean orphanWatch) {
        return holder(orphanWatch, AgentUse.PREFERRED);
    }

    private ChildJvm holder(boolean orphanWatch, AgentUse way) {
        ChildJvm child =
                ChildJvm.start(SandboxHolder.class, temporary, SandboxHolder.arguments("hold", mark, orphanWatch, way));
        child.await("holding");
        assertThat(mark.containers()).hasSize(HELD).allMatch(container -> "running".equals(container.state()));
        return child;
    }

    @Test
    void runningSandboxesGoWithinSecondsOfAKill() {
        try (ChildJvm child = holder(true)) {
            child.kill();

            mark.awaitNone(SECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REQUIRED", "NEVER"})
    void theLeaseAloneEndsRunningSandboxes(AgentUse way) {
        try (ChildJvm child = holder(false, way)) {
            assertThat(child.await("watch")).isEmpty();
            HostProcesses processes = HostProcesses.beside(mark.value());
            long begin = System.nanoTime();

            child.kill();

            mark.awaitNone(SECONDS);
            LOG.info("{}: nothing left after {} ms", way, (System.nanoTime() - begin) / 1_000_000);
            assertThat(processes.count()).isZero();
        }
    }

    @Test
    void runningSandboxesGoWithinSecondsOfATermination() {
        try (ChildJvm child = holder(true)) {
            child.terminate();

            mark.awaitNone(SECONDS);
        }
    }

    @Test
    void anOrderlyCloseRemovesAllBeforeItCompletes() {
        try (ChildJvm child = holder(false)) {
            child.tell("close");
            child.await("closed");

            assertThat(mark.containers()).isEmpty();
        }
    }
}
