package dev.enclave.engine.internal.process;

import dev.enclave.docker.exec.ExecConfig;
import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.docker.stream.StreamFrame;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Runs one of our own small scripts in a container, and emits what it prints. */
final class ShellScript {

    /** They print a word, or a complaint of the engine's. */
    private static final int MOST_FRAMES = 16;

    private ShellScript() {}

    static Mono<String> run(ExecCommand.Context context, List<String> commandLine) {
        ExecConfig.Builder exec = ExecConfig.builder(commandLine)
                .env(TreeKillScript.OURS)
                .attachStdout(true)
                .attachStderr(true);
        String user = context.user();
        if (user != null) {
            exec.user(user);
        }
        return context.client()
                .execs()
                .create(context.target().container(), exec.build())
                .flatMap(id -> Mono.usingWhen(
                        context.client().execs().start(id, false), ShellScript::printed, DuplexStream::close));
    }

    private static Mono<String> printed(DuplexStream stream) {
        return Flux.from(stream.output())
                .take(MOST_FRAMES)
                .map(StreamFrame::text)
                .reduce("", String::concat)
                .map(String::strip);
    }
}
