package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.support.ChildJvm;
import dev.enclave.engine.support.Mark;
import dev.enclave.engine.support.SandboxHolder;
import dev.enclave.testing.Eventually;
import dev.enclave.testing.RandomCases;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

@Tag("C3")
@DisplayName("C3: the watch finds what has no lease yet")
class OrphanWatchIT {

    private static final Duration SECONDS = Duration.ofSeconds(10);
    private static final int KILLS = 5;
    private static final int LATEST_KILL_MILLIS = 1500;

    private final Mark mark = Mark.create();

    @TempDir
    Path temporary;

    private ChildJvm child(String task) {
        return ChildJvm.start(SandboxHolder.class, temporary, SandboxHolder.arguments(task, mark, true));
    }

    @Test
    void nothingIsLeftAfterAKillInTheMiddleOfAFanOut() {
        RandomCases.check(KILLS, random -> {
            try (ChildJvm child = child("fan-out")) {
                child.await("done");
                Mono.delay(Duration.ofMillis(random.nextInt(LATEST_KILL_MILLIS)))
                        .block();
                child.kill();

                mark.awaitNone(SECONDS);
            }
        });
    }

    @Test
    void theWatchEndsAfterItsWorkAndLeavesNoFiles() {
        try (ChildJvm child = child("hold")) {
            child.await("holding");
            long watch = Long.parseLong(child.await("watch"));
            assertThat(ChildJvm.runs(watch)).isTrue();
            Eventually.holds("the watch has removed its files", () -> has("enclave-orphan-watch", 0));
            assertThat(has("enclave-", 1)).as("the folder of the sockets").isTrue();

            child.kill();

            mark.awaitNone(SECONDS);
            Eventually.holds("the watch has ended", () -> !ChildJvm.runs(watch));
            assertThat(has("enclave-", 0)).isTrue();
        }
    }

    @Test
    void theWatchEndsAtOnceWhenTheEngineIsClosed() {
        try (ChildJvm child = child("hold")) {
            child.await("holding");
            long watch = Long.parseLong(child.await("watch"));

            child.tell("close");
            child.await("closed");

            Eventually.holds("the watch has ended while its parent lives", () -> !ChildJvm.runs(watch));
            assertThat(has("enclave-", 0)).isTrue();
        }
    }

    private boolean has(String prefix, int number) {
        File[] folders = temporary.toFile().listFiles((parent, name) -> name.startsWith(prefix));
        return folders != null && folders.length == number;
    }
}
