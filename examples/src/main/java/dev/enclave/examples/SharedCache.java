package dev.enclave.examples;

import dev.enclave.engine.Command;
import dev.enclave.engine.SandboxSpec;
import dev.enclave.engine.mount.Mount;
import java.nio.file.Path;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Sandboxes share a cache directory: what one has fetched, the next one finds. In real life that is {@code ~/.cache/huggingface} or
 * {@code ~/.cache/pip}; here a computation stands for the download, as these sandboxes have no network.
 */
final class SharedCache implements Example {

    /** Under a name of its own first, so that another sandbox never sees half a file. */
    private static final String PROGRAM = """
            import hashlib, os, tempfile, time
            begin = time.monotonic()
            path = os.path.join(os.environ["HF_HOME"], "model.bin")
            found = os.path.exists(path)
            if not found:
                data = b"model"
                for _ in range(400_000):
                    data = hashlib.sha256(data).digest()
                handle, partial = tempfile.mkstemp(dir=os.environ["HF_HOME"])
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                os.replace(partial, path)
            took = time.monotonic() - begin
            print("model.bin was in the cache" if found else "model.bin was not in the cache, it is now", f"({took:.2f} s)")
            """;

    @Override
    public String name() {
        return "shared-cache";
    }

    @Override
    public String description() {
        return "two sandboxes share a cache directory: the second finds what the first made";
    }

    @Override
    public Mono<Void> run(Stage stage) {
        Path cache = stage.folder().path().resolve("cache");
        SandboxSpec spec = SandboxSpec.builder("python:3.11-slim")
                .mount(Mount.bind(cache, "/cache/huggingface").createHostDirectory())
                .env("HF_HOME", "/cache/huggingface")
                .hostUser()
                .build();
        Command python = Command.of("python", "-").withStdin(PROGRAM).withTimeout(Duration.ofSeconds(60));
        return Flux.just("first", "second")
                .concatMap(which -> stage.engine()
                        .use(spec, sandbox -> sandbox.exec(python).map(Outcome::outputOf))
                        .doOnNext(printed -> stage.sandbox(which + ": " + printed.strip())))
                .then();
    }
}
