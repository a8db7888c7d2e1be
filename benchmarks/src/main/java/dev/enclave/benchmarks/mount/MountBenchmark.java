package dev.enclave.benchmarks.mount;

import dev.enclave.benchmarks.measure.Benchmark;
import dev.enclave.benchmarks.measure.Load;
import dev.enclave.benchmarks.measure.Recorder;
import dev.enclave.benchmarks.measure.Rounds;
import dev.enclave.benchmarks.measure.Scale;
import dev.enclave.benchmarks.measure.Target;
import dev.enclave.benchmarks.measure.TemporaryFiles;
import dev.enclave.benchmarks.measure.Work;
import dev.enclave.benchmarks.result.Subjects;
import dev.enclave.benchmarks.result.Unit;
import dev.enclave.docker.archive.PackOptions;
import dev.enclave.engine.Command;
import dev.enclave.engine.ExecResult;
import dev.enclave.engine.Sandbox;
import dev.enclave.engine.SandboxEngine;
import dev.enclave.engine.SandboxSpec;
import dev.enclave.engine.mount.Mount;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;

/** A large file of the host's read in a sandbox: through a bind mount, and copied in first. */
public final class MountBenchmark implements Benchmark {

    private static final Rounds ROUNDS = Rounds.of(3);
    private static final Load ONCE = new Load(1, 1);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MEBIBYTES = Scale.of(2048);

    @Override
    public String name() {
        return "mount";
    }

    @Override
    public String describe() {
        return "A file of " + MEBIBYTES
                + " MiB of the host's, read to its end in a sandbox that runs: through a bind mount, and copied in"
                + " first by an archive call. The file is in the host's cache.";
    }

    @Override
    public void run(Target target, Recorder recorder) {
        try (TemporaryFiles data = TemporaryFiles.large(MEBIBYTES)) {
            SandboxEngine engine = SandboxEngine.create();
            try {
                List<Way> ways = List.of(mounted(target, data), copied(engine, target, data));
                ROUNDS.run(ways, recorder, (way, figures) -> measure(engine, way, figures));
            } finally {
                engine.close().block(PATIENCE);
            }
        }
    }

    private static Way mounted(Target target, TemporaryFiles data) {
        SandboxSpec spec = SandboxSpec.builder(target.image())
                .mount(Mount.bind(data.files(), "/data/files").readOnly())
                .build();
        return new Way("bind mount", spec, sandbox -> read(sandbox, "/data/files/file"));
    }

    private static Way copied(SandboxEngine engine, Target target, TemporaryFiles data) {
        return new Way(
                "copied in first",
                SandboxSpec.of(target.image()),
                sandbox -> engine.docker()
                        .containers()
                        .putDirectory(sandbox.containerName(), data.directory(), "/", PackOptions.DEFAULTS)
                        .then(read(sandbox, "/files/file")));
    }

    private static Mono<ExecResult> read(Sandbox sandbox, String path) {
        return sandbox.exec(Command.of("dd", "if=" + path, "of=/dev/null", "bs=1M"))
                .doOnNext(result -> {
                    if (!result.isSuccess() || !result.stderr().contains(MEBIBYTES + "+0 records in")) {
                        throw new IllegalStateException("the file was not read: " + result);
                    }
                });
    }

    private static void measure(SandboxEngine engine, Way way, Recorder recorder) {
        Sandbox sandbox = engine.create(way.spec()).blockOptional(PATIENCE).orElseThrow();
        try {
            double seconds =
                    ONCE.run(Work.reactive(way.reading().apply(sandbox))).seconds();
            recorder.record(Subjects.ENCLAVE, way.name() + ": until read", Unit.MILLISECONDS, seconds * 1000);
            recorder.record(Subjects.ENCLAVE, way.name() + ": rate", Unit.MEBIBYTES_PER_SECOND, MEBIBYTES / seconds);
        } finally {
            sandbox.remove().block(PATIENCE);
        }
    }
}
