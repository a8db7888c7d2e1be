package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.support.TestSpecs;
import dev.enclave.testing.Eventually;
import dev.enclave.testing.TestEngine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The bound of commands that run at once in one sandbox. */
class CommandsAtOnceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private SandboxEngine engine;

    @AfterEach
    void close() {
        engine.close().block(PATIENCE);
    }

    @ParameterizedTest
    @EnumSource(names = {"REQUIRED", "NEVER"})
    void aThirdCommandStartsWhenOneOfTwoHasEnded(AgentUse way) {
        engine = SandboxEngine.builder()
                .dockerClient(TestEngine.client())
                .agent(way)
                .commandsAtOnce(2)
                .orphanWatch(false)
                .build();
        Sandbox sandbox = engine.create(TestSpecs.busybox().build()).block(PATIENCE);
        AtomicInteger begun = new AtomicInteger();
        Sinks.One<byte[]> go = Sinks.one();
        Command waiting = Command.shell("echo begun; read -r go; touch /tmp/first-has-ended")
                .withStdin(go.asMono());
        Disposable both = Flux.just(waiting, Command.shell("echo begun; sleep 7804"))
                .flatMap(sandbox::stream, 2)
                .filter(OutputChunk.Data.class::isInstance)
                .subscribe(chunk -> begun.incrementAndGet());
        Eventually.get("commands that have begun", begun::get, count -> count == 2);

        Mono<ExecResult> third =
                sandbox.exec("test -e /tmp/first-has-ended && echo after").cache();
        Disposable asked = third.subscribe();
        // Processes have a bound of their own. With one after the other come and gone, the third would have looked long
        // ago.
        for (int i = 0; i < 3; i++) {
            sandbox.startInBackground(Command.of("true"))
                    .flatMap(SandboxProcess::exit)
                    .block(PATIENCE);
        }
        go.tryEmitValue("go\n".getBytes(StandardCharsets.UTF_8));

        assertThat(third.block(PATIENCE).stdout()).isEqualTo("after\n");
        asked.dispose();
        both.dispose();
    }
}
