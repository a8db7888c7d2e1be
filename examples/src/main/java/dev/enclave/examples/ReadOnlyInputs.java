package dev.enclave.examples;

import dev.enclave.engine.Sandbox;
import dev.enclave.engine.SandboxSpec;
import dev.enclave.engine.mount.Mount;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Inputs that a sandbox may read and nothing else: every attempt to change them fails, the files of the host stay as they were. */
final class ReadOnlyInputs implements Example {

    private static final String DATA = "name,points\nAda,42\nGrace,41\n";

    @Override
    public String name() {
        return "read-only-inputs";
    }

    @Override
    public String description() {
        return "mount inputs read-only: a write fails, the host file is untouched";
    }

    @Override
    public Mono<Void> run(Stage stage) {
        SandboxSpec spec = SandboxSpec.builder("python:3.11-slim")
                .mount(Mount.bind(stage.folder().path(), "/sandbox/input").readOnly())
                .build();
        return stage.folder()
                .write("points.csv", DATA)
                .doOnNext(file -> stage.host("wrote " + file))
                .then(stage.engine().use(spec, sandbox -> tryToChange(sandbox, stage)))
                .then(stage.folder().read("points.csv"))
                .doOnNext(text -> stage.host("points.csv is " + (text.equals(DATA) ? "untouched" : "changed!")))
                .then();
    }

    private static Mono<Void> tryToChange(Sandbox sandbox, Stage stage) {
        return sandbox.exec("cat /sandbox/input/points.csv")
                .map(Outcome::outputOf)
                .doOnNext(text -> stage.sandbox("reads /sandbox/input/points.csv:"))
                .doOnNext(stage::print)
                .thenMany(Flux.just(
                        "echo Eve,99 >> /sandbox/input/points.csv",
                        "rm /sandbox/input/points.csv",
                        "touch /sandbox/input/new.csv",
                        "chmod a+w /sandbox/input/points.csv"))
                .concatMap(line -> sandbox.exec(line)
                        .map(Outcome::complaintOf)
                        .doOnNext(complaint -> stage.sandbox("$ " + line))
                        .doOnNext(stage::print))
                .then();
    }
}
