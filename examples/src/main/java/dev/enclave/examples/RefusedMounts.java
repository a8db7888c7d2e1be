package dev.enclave.examples;

import dev.enclave.engine.SandboxSpec;
import dev.enclave.engine.mount.Mount;
import dev.enclave.engine.mount.MountPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the mount policy says to paths that no sandbox should see, and that no sandbox is made for them. */
final class RefusedMounts implements Example {

    @Override
    public String name() {
        return "refused-mounts";
    }

    @Override
    public String description() {
        return "what the policy says to /etc, ~/.ssh, the engine's socket, links, relative paths";
    }

    @Override
    public Mono<Void> run(Stage stage) {
        Path link = stage.folder().path().resolve("harmless");
        List<String> paths = List.of(
                "/etc",
                System.getProperty("user.home") + "/.ssh",
                "/var/run/docker.sock",
                link.toString(),
                "./data",
                stage.folder().path().toString());
        return HostFolder.blocking(() -> Files.createSymbolicLink(link, Path.of("/etc/ssl")))
                .doOnNext(made -> stage.host("made the link " + link + " -> /etc/ssl"))
                .then(HostFolder.blocking(MountPolicy::defaults))
                .flatMapMany(policy -> Flux.fromIterable(paths).concatMap(path -> explain(policy, path)))
                .doOnNext(explanation -> stage.host("policy: " + explanation))
                .thenMany(Flux.fromIterable(paths).concatMap(path -> mount(path, stage)))
                .doOnNext(stage::sandbox)
                .then();
    }

    /** Asks the policy beforehand, without a sandbox. It looks at the file system. */
    private static Mono<String> explain(MountPolicy policy, String path) {
        return HostFolder.blocking(() -> policy.explain(path));
    }

    private static Mono<String> mount(String path, Stage stage) {
        return Mono.fromCallable(() -> SandboxSpec.builder("python:3.11-slim")
                        .mount(Mount.bind(path, "/sandbox/data").readOnly())
                        .build())
                .flatMap(spec -> stage.engine().use(spec, sandbox -> sandbox.exec("ls -a /sandbox/data")))
                .map(result -> "with " + path + " is made, and sees: "
                        + Outcome.outputOf(result).strip().replace('\n', ' '))
                .onErrorResume(refused -> Mono.just("with " + path + " is not made: " + refused.getMessage()));
    }
}
