package dev.enclave.engine.internal.tool;

import dev.enclave.engine.CapturedOutput;
import dev.enclave.engine.Command;
import dev.enclave.engine.ExecResult;
import dev.enclave.engine.Outcome;
import dev.enclave.engine.OutputChunk;
import dev.enclave.engine.Sandbox;
import dev.enclave.engine.SandboxInfo;
import dev.enclave.engine.SandboxProcess;
import dev.enclave.engine.SandboxState;
import dev.enclave.engine.tool.Tool;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A sandbox whose commands are answered by the test, which can see them afterwards. */
final class ScriptedSandbox implements Sandbox {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Function<Command, Mono<ExecResult>> answers;
    private final List<Command> commands = new CopyOnWriteArrayList<>();

    private ScriptedSandbox(Function<Command, Mono<ExecResult>> answers) {
        this.answers = answers;
    }

    static ScriptedSandbox answering(ExecResult result) {
        return new ScriptedSandbox(command -> Mono.just(result));
    }

    static ScriptedSandbox answering(Function<Command, Mono<ExecResult>> answers) {
        return new ScriptedSandbox(answers);
    }

    static ExecResult exited(int code, String stdout, String stderr) {
        return result(code == 0 ? new Outcome.Success() : new Outcome.NonZeroExit(code), stdout, stderr);
    }

    static ExecResult result(Outcome outcome, String stdout, String stderr) {
        return new ExecResult(
                new OutputChunk.End(outcome, Duration.ofMillis(7), null, false), captured(stdout), captured(stderr));
    }

    private static CapturedOutput captured(String text) {
        return CapturedOutput.complete(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The commands that were run, in order. */
    List<Command> commands() {
        return List.copyOf(commands);
    }

    /** What a command gets on its standard input. */
    static byte[] input(Command command) {
        Publisher<byte[]> stdin = command.stdin();
        if (stdin == null) {
            throw new AssertionError(command + " has no input");
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Flux.from(stdin).doOnNext(all::writeBytes).blockLast(PATIENCE);
        return all.toByteArray();
    }

    @Override
    public Mono<ExecResult> exec(Command command) {
        return Mono.defer(() -> {
            commands.add(command);
            return answers.apply(command);
        });
    }

    @Override
    public String id() {
        return "scripted";
    }

    @Override
    public String containerName() {
        throw new UnsupportedOperationException();
    }

    @Override
    public SandboxState state() {
        return SandboxState.RUNNING;
    }

    @Override
    public SandboxInfo info() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Flux<OutputChunk> stream(Command command) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<SandboxProcess> start(Command command) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<SandboxProcess> startInBackground(Command command) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<SandboxProcess> processes() {
        return List.of();
    }

    @Override
    public Optional<SandboxProcess> imageEntrypoint() {
        return Optional.empty();
    }

    @Override
    public Tool tool(String name) {
        return new ToolRegistry(this, null).find(name);
    }

    @Override
    public List<Tool> tools() {
        return new ToolRegistry(this, null).all();
    }

    @Override
    public Mono<Void> remove() {
        return Mono.empty();
    }
}
