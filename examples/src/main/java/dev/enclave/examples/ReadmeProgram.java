package dev.enclave.examples;

import dev.enclave.engine.Command;
import dev.enclave.engine.ExecResult;
import dev.enclave.engine.SandboxEngine;
import dev.enclave.engine.SandboxSpec;
import dev.enclave.engine.mount.Mount;
import java.time.Duration;
import reactor.core.publisher.Mono;

final class ReadmeProgram {
    public static void main(String[] arguments) {
        SandboxSpec spec = SandboxSpec.builder("python:3.11-slim")
                .mount(Mount.bind(arguments[0], "/sandbox/input").readOnly())
                .build();
        Command command = Command.shell("ls input | wc -l").withTimeout(Duration.ofSeconds(10));
        Mono<String> answer = Mono.usingWhen(
                Mono.fromSupplier(SandboxEngine::create),
                engine -> engine.use(spec, sandbox -> sandbox.exec(command)) // created, used, removed, whatever happens
                        .map(ExecResult::stdout),
                SandboxEngine::close);
        System.out.println("files, as the sandbox sees them: " + answer.block());
    }
}
