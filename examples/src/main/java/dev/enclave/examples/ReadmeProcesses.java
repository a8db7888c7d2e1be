package dev.enclave.examples;

import dev.enclave.engine.Command;
import dev.enclave.engine.OutputLine;
import dev.enclave.engine.Sandbox;
import dev.enclave.engine.SandboxProcess;
import dev.enclave.engine.Signal;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

final class ReadmeProcesses {

    /** Asks a calculator and reads its answers line by line. */
    static Flux<String> ask(Sandbox sandbox, Flux<String> questions) {
        String program = "import sys\nfor line in sys.stdin: print(eval(line))";
        Command calculator = Command.of("python", "-u", "-c", program).withOpenStdin();
        return Flux.usingWhen(
                sandbox.start(calculator),
                process -> process.lines()
                        .map(OutputLine::text)
                        .mergeWith(questions
                                .concatMap(question -> process.write(question + "\n"))
                                .then(process.endStdin())
                                .then(Mono.empty())),
                SandboxProcess::kill);
    }

    /** Leaves a server running, and comes back to it. */
    static Mono<String> serve(Sandbox sandbox) {
        return sandbox.startInBackground(Command.of("python", "-u", "-m", "http.server"))
                .flatMap(server -> server.lines().next().thenReturn(server.id())) // it listens
                .flatMap(id -> Mono.justOrEmpty(sandbox.process(id)))
                .flatMap(server -> server.signal(Signal.INT).then(server.exit()))
                .map(end -> end.outcome().describe())
                .timeout(Duration.ofSeconds(30));
    }
}
