package dev.enclave.examples;

import dev.enclave.engine.Command;
import dev.enclave.engine.OutputLine;
import dev.enclave.engine.SandboxProcess;
import dev.enclave.engine.SandboxSpec;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Mono;

/** A Python interpreter that is driven line by line: each line is written when the answer to the one before has been read. */
final class Interactive implements Example {

    /**
     * Each prompt is a line of its own, so that the end of an answer can be seen. Python prompts on standard error, which goes to the same
     * pipe as the answers here: the order of two pipes would be a matter of luck.
     */
    private static final String INTERPRETER = """
            exec python -i -q -u -c 'import sys; sys.ps1, sys.ps2 = ">>>\\n", "...\\n"' 2>&1""";

    private static final Set<String> PROMPTS = Set.of(">>>", "...");

    private static final List<String> SESSION = List.of(
            "fruit = ['apple', 'fig']",
            "fruit.append('plum')",
            "for word in fruit:",
            "    print(word, len(word))",
            "",
            "fruit[3]",
            "sum(len(word) for word in fruit)");

    @Override
    public String name() {
        return "interactive";
    }

    @Override
    public String description() {
        return "a Python interpreter, driven line by line through its standard input";
    }

    @Override
    public Mono<Void> run(Stage stage) {
        Command python = Command.shell(INTERPRETER).withOpenStdin().withTimeout(Duration.ofSeconds(60));
        return stage.engine()
                .use(
                        SandboxSpec.of("python:3.11-slim"),
                        sandbox -> sandbox.start(python).flatMap(process -> converse(process, stage)));
    }

    private static Mono<Void> converse(SandboxProcess process, Stage stage) {
        return Mono.defer(() -> {
            Iterator<String> session = SESSION.iterator();
            return process.lines()
                    .map(OutputLine::text)
                    .filter(line -> !line.isEmpty()) // Python ends the line of its last prompt
                    .concatMap(
                            line -> PROMPTS.contains(line) ? type(line, session, process, stage) : show(line, stage), 1)
                    .then(process.exit())
                    .doOnNext(end -> stage.host(
                            "the interpreter has ended: " + end.outcome().describe() + " after "
                                    + end.duration().toMillis() + " ms"))
                    .then();
        });
    }

    /** Answers a prompt with the next line; when there is none left, the end of its input ends the interpreter. */
    private static Mono<Void> type(String prompt, Iterator<String> session, SandboxProcess process, Stage stage) {
        if (!session.hasNext()) {
            stage.host("no line is left: ends its input");
            return process.endStdin();
        }
        String line = session.next();
        stage.host(prompt + " " + line);
        return process.write(line + "\n");
    }

    private static Mono<Void> show(String line, Stage stage) {
        return Mono.fromRunnable(() -> stage.sandbox(line));
    }
}
