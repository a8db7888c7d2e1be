package dev.enclave.benchmarks.peer;

import dev.enclave.benchmarks.measure.BenchContainer;
import dev.enclave.benchmarks.measure.Target;
import dev.enclave.benchmarks.measure.Work;
import dev.enclave.docker.containers.ContainerConfig;
import dev.enclave.docker.containers.HostConfig;
import dev.enclave.docker.containers.LogConfig;
import dev.enclave.docker.containers.RemoveOptions;
import dev.enclave.docker.exec.ExecConfig;
import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.docker.stream.StreamFrame;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Enclave's Docker client, with the calls that docker-java makes. */
final class ClientPeer extends ClientBased implements UnaryPeer, SandboxPeer, OutputPeer {

    ClientPeer(Target target) {
        super(target);
    }

    @Override
    public Work ping() {
        return Work.reactive(client.system().ping());
    }

    @Override
    public Work inspect(String container) {
        return Work.reactive(client.containers().inspect(container));
    }

    @Override
    public Work sandbox(Recipe recipe) {
        ContainerConfig config = ContainerConfig.builder(recipe.image())
                .cmd(Recipe.MAIN)
                .hostConfig(HostConfig.builder()
                        .networkMode("none")
                        .logConfig(LogConfig.NONE)
                        .memory(recipe.memoryBytes())
                        .pidsLimit(recipe.pids())
                        .build())
                .build();
        return Work.reactive(Mono.defer(() -> sandbox(BenchContainer.newName(), config)));
    }

    private Mono<Void> sandbox(String name, ContainerConfig config) {
        return client.containers()
                .create(name, config)
                .then(client.containers().start(name))
                .then(run(name, Recipe.COMMAND, Duration.ZERO))
                .doOnNext(bytes -> Outcomes.requireBytes(Recipe.PRINTED, bytes))
                .then(client.containers().remove(name, RemoveOptions.FORCE));
    }

    @Override
    public Work output(String container, long bytes, Duration pause) {
        return Work.reactive(run(container, Recipe.printing(bytes), pause)
                .doOnNext(printed -> Outcomes.requireRead(bytes, printed, pause)));
    }

    /** Emits how many bytes it printed. */
    private Mono<Long> run(String container, List<String> command, Duration pause) {
        ExecConfig config = ExecConfig.builder(command)
                .attachStdout(true)
                .attachStderr(true)
                .build();
        return client.execs()
                .create(container, config)
                .flatMap(exec -> client.execs()
                        .start(exec, false)
                        .flatMap(stream -> count(stream, pause))
                        .flatMap(bytes -> client.execs()
                                .exitCode(exec, PATIENCE)
                                .doOnNext(Outcomes::requireExit)
                                .thenReturn(bytes)));
    }

    private static Mono<Long> count(DuplexStream stream, Duration pause) {
        Flux<StreamFrame> frames = pause.isZero()
                ? stream.output()
                : stream.output().concatMap(frame -> Mono.delay(pause).thenReturn(frame), 1);
        return frames.reduce(0L, (sum, frame) -> sum + frame.bytes().length);
    }
}
