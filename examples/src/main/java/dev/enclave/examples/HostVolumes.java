package dev.enclave.examples;

import dev.enclave.engine.Sandbox;
import dev.enclave.engine.SandboxSpec;
import dev.enclave.engine.mount.Mount;
import dev.enclave.engine.tool.ToolResult;
import java.util.Map;
import reactor.core.publisher.Mono;

/** A host directory, mounted into a sandbox: what the host wrote is read there, what is written there is read on the host. */
final class HostVolumes implements Example {

    @Override
    public String name() {
        return "host-volumes";
    }

    @Override
    public String description() {
        return "mount a host directory, read it in the sandbox, write back";
    }

    @Override
    public Mono<Void> run(Stage stage) {
        SandboxSpec spec = SandboxSpec.builder("python:3.11-slim")
                .mount(Mount.bind(stage.folder().path(), "/sandbox/data"))
                .tools("shell_executor")
                .build();
        return stage.folder()
                .write("host.txt", "hello from host")
                .doOnNext(file -> stage.host("wrote " + file))
                .then(stage.engine().use(spec, sandbox -> readAndWrite(sandbox, stage)))
                .doOnSuccess(gone -> stage.host(
                        "the sandbox is gone; reads " + stage.folder().path() + "/sandbox.txt"))
                .then(stage.folder().read("sandbox.txt"))
                .doOnNext(stage::print)
                .then();
    }

    private static Mono<Void> readAndWrite(Sandbox sandbox, Stage stage) {
        stage.sandbox(sandbox.id() + " runs, with " + stage.folder().path() + " at /sandbox/data");
        return shell(sandbox, stage, "cat /sandbox/data/host.txt")
                .doOnNext(stage::print)
                .then(shell(sandbox, stage, "echo \"from sandbox\" > /sandbox/data/sandbox.txt"))
                .then();
    }

    private static Mono<String> shell(Sandbox sandbox, Stage stage, String line) {
        return Mono.defer(() -> {
            stage.sandbox("$ " + line);
            return sandbox.tool("shell_executor")
                    .execute(Map.of("command", line))
                    .map(HostVolumes::outputOf);
        });
    }

    private static String outputOf(ToolResult result) {
        if (!result.isSuccess()) {
            throw new IllegalStateException(result.toolName() + ": " + result.error());
        }
        return result.output();
    }
}
