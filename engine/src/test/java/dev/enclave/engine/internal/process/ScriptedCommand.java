package dev.enclave.engine.internal.process;

import dev.enclave.docker.stream.StreamFrame;
import dev.enclave.engine.Command;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.publisher.TestPublisher;

/** A runner of one command, whose output and end the test decides; remembers what was asked of it. */
final class ScriptedCommand implements CommandRunner, RunningCommand {

    final TestPublisher<StreamFrame> output = TestPublisher.create();
    final Sinks.One<ProcessExit> exit = Sinks.one();
    final Sinks.Empty<Void> killed = Sinks.empty();
    final List<String> calls = new ArrayList<>();
    boolean outputLost;

    void print(String text) {
        output.next(new StreamFrame(StreamFrame.Source.STDOUT, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Ends the output, and then the command. */
    void exit(int code) {
        exit(ProcessExit.of(code, false));
    }

    /** Ends the output, and then the command. */
    void exit(ProcessExit end) {
        output.complete();
        exit.tryEmitValue(end);
    }

    @Override
    public Mono<RunningCommand> start(Command command) {
        return Mono.fromSupplier(() -> {
            calls.add("start");
            return this;
        });
    }

    @Override
    public void closeStreams() {
        calls.add("closeStreams");
    }

    @Override
    public Mono<Boolean> awaitStart() {
        return Mono.just(true);
    }

    @Override
    public Flux<StreamFrame> output() {
        return output.flux();
    }

    @Override
    public Mono<Void> feed(Publisher<byte[]> input) {
        return Flux.from(input)
                .doOnNext(bytes -> calls.add("fed " + new String(bytes, StandardCharsets.UTF_8)))
                .doOnCancel(() -> calls.add("feed cancelled"))
                .then();
    }

    @Override
    public Mono<ProcessExit> exit() {
        return exit.asMono();
    }

    @Override
    public Mono<Void> signal(int number) {
        return Mono.fromRunnable(() -> calls.add("signal " + number));
    }

    @Override
    public Mono<Void> resize(int rows, int columns) {
        return Mono.fromRunnable(() -> calls.add("resize " + rows + "x" + columns));
    }

    @Override
    public Mono<Void> kill(Duration grace) {
        return Mono.defer(() -> {
            calls.add("kill " + grace);
            return killed.asMono();
        });
    }

    @Override
    public boolean outputLost() {
        return outputLost;
    }

    @Override
    public Mono<Void> release() {
        return Mono.fromRunnable(() -> calls.add("release"));
    }
}
