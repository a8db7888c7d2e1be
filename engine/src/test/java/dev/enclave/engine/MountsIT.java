package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.mount.Mount;
import dev.enclave.engine.mount.MountAccess;
import dev.enclave.engine.support.SandboxTest;
import dev.enclave.engine.support.TestSpecs;
import dev.enclave.engine.support.TestVolumes;
import dev.enclave.testing.TestRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** C11; M1, M3, M4 of the behaviours that we re-implement: what a sandbox and its host see of the same files. */
@Tag("C11")
@SandboxTest
class MountsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String READ_ONLY = "Read-only file system";

    @TempDir
    private Path directory;

    private final SandboxEngine engine;

    MountsIT(SandboxEngine engine) {
        this.engine = engine;
    }

    private ExecResult run(SandboxSpec.Builder spec, String line) {
        return Objects.requireNonNull(
                engine.use(spec.build(), sandbox -> sandbox.exec(line)).block(PATIENCE));
    }

    private String output(SandboxSpec.Builder spec, String line) {
        ExecResult result = run(spec, line);
        assertThat(result.isSuccess()).as("%s: %s", line, result.stderr()).isTrue();
        return result.stdout();
    }

    /** A directory that any user of a sandbox may look into. */
    private Path shared(String name) throws IOException {
        Path made = Files.createDirectory(directory.resolve(name));
        made.toFile().setReadable(true, false);
        made.toFile().setExecutable(true, false);
        return made;
    }

    @Nested
    class ReadWrite {

        @Test
        void showsEachSideWhatTheOtherWritesAtOnce() throws IOException {
            Files.writeString(directory.resolve("host.txt"), "hello from host\n");
            SandboxSpec spec = TestSpecs.busybox()
                    .mount(directory.toString(), "/sandbox/data", MountAccess.READ_WRITE)
                    .build();

            String seen = engine.use(
                            spec,
                            sandbox -> sandbox.exec("cat data/host.txt; echo from sandbox >data/box.txt")
                                    .map(ExecResult::stdout)
                                    .publishOn(Schedulers.boundedElastic())
                                    .flatMap(first -> write("later.txt", first + read("box.txt")))
                                    .then(sandbox.exec("cat data/later.txt").map(ExecResult::stdout)))
                    .block(PATIENCE);

            assertThat(seen).isEqualTo("hello from host\nfrom sandbox\n");
        }

        private Mono<Path> write(String name, String text) {
            return Mono.fromCallable(() -> Files.writeString(directory.resolve(name), text));
        }

        private String read(String name) {
            try {
                return Files.readString(directory.resolve(name));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Test
        void isWhatTheMapFormSaysByItself() {
            SandboxSpec.Builder spec =
                    TestSpecs.busybox().volumes(Map.of(directory.toString(), Map.of("bind", "/sandbox/data")));

            output(spec, "echo written >/sandbox/data/file");

            assertThat(directory.resolve("file")).hasContent("written");
        }

        @Test
        void keepsFilesAfterTheSandboxHasGone() {
            output(
                    TestSpecs.busybox().mount(Mount.bind(directory, "/out")),
                    "mkdir /out/deep && echo 1 >/out/deep/file");

            assertThat(output(
                            TestSpecs.busybox()
                                    .mount(Mount.bind(directory, "/in").readOnly()),
                            "cat /in/deep/file; rm -r /in/deep 2>/dev/null || echo kept"))
                    .isEqualTo("1\nkept\n");
            run(TestSpecs.busybox().mount(Mount.bind(directory, "/out")), "rm -r /out/deep");
        }
    }

    @Nested
    class ReadOnly {

        @Test
        void failsEveryWriteAndLeavesTheHostFileUntouched() throws IOException {
            Path file = Files.writeString(directory.resolve("input"), "original");
            SandboxSpec.Builder spec =
                    TestSpecs.busybox().mount(Mount.bind(directory, "/data").readOnly());

            ExecResult result = run(spec, "echo x >/data/input; rm -f /data/input; touch /data/new; cat /data/input");

            assertThat(result.stdout()).isEqualTo("original");
            assertThat(result.stderr().lines().toList())
                    .hasSize(3)
                    .allSatisfy(line -> assertThat(line).contains(READ_ONLY));
            assertThat(file).hasContent("original");
            assertThat(directory).isDirectoryNotContaining("glob:**new");
        }

        @Test
        void isWhatTheMapFormCallsRo() throws IOException {
            Files.writeString(directory.resolve("input"), "original");
            SandboxSpec.Builder spec =
                    TestSpecs.busybox().volumes(Map.of(directory.toString(), Map.of("bind", "/data", "mode", "ro")));

            assertThat(run(spec, "cat /data/input; touch /data/new").stderr()).contains(READ_ONLY);
        }

        @Test
        void cannotBeUndoneFromInside() {
            SandboxSpec.Builder spec =
                    TestSpecs.busybox().mount(Mount.bind(directory, "/data").readOnly());

            assertThat(run(spec, "mount -o remount,rw /data; touch /data/new").stderr())
                    .contains(READ_ONLY);
        }
    }

    @Nested
    class OtherKinds {

        @Test
        void aSingleFileIsMounted() throws IOException {
            Path file = Files.writeString(directory.resolve("settings"), "one\n");

            assertThat(output(
                            TestSpecs.busybox().mount(Mount.bind(file, "/sandbox/settings.conf")),
                            "cat settings.conf; echo two >>settings.conf; ls"))
                    .isEqualTo("one\nsettings.conf\n");
            assertThat(file).hasContent("one\ntwo\n");
        }

        @Test
        void mountsNestInWhateverOrderTheyAreGiven() throws IOException {
            Path outer = shared("outer");
            Path inner = shared("inner");
            Files.createDirectory(outer.resolve("inner"));
            SandboxSpec.Builder spec = TestSpecs.busybox()
                    .mount(Mount.bind(inner, "/data/inner"))
                    .mount(Mount.bind(outer, "/data").readOnly());

            ExecResult result = run(spec, "echo x >/data/inner/file; echo y >/data/file");

            assertThat(result.stderr()).contains("/data/file").contains(READ_ONLY);
            assertThat(inner.resolve("file")).hasContent("x");
            assertThat(outer.resolve("inner")).isEmptyDirectory();
        }

        @Test
        void aTemporaryFileSystemHoldsNoMoreThanItsSize() {
            SandboxSpec.Builder spec =
                    TestSpecs.busybox().mount(Mount.tmpfs("/scratch").size("1m"));

            ExecResult result = run(
                    spec,
                    "df -k /scratch | tail -1 | awk '{print $2}'; dd if=/dev/zero of=/scratch/big bs=1k count=2k");

            assertThat(result.stdout()).isEqualTo("1024\n");
            assertThat(result.stderr()).contains("No space left");
        }

        @Test
        void aTemporaryFileSystemRunsNoProgramsUnlessAsked() {
            String line = "cp /bin/busybox /scratch/echo && /scratch/echo ran";

            assertThat(run(TestSpecs.busybox().mount(Mount.tmpfs("/scratch")), line)
                            .stderr())
                    .contains("ermission denied");
            assertThat(output(TestSpecs.busybox().mount(Mount.tmpfs("/scratch").executable(true)), line))
                    .isEqualTo("ran\n");
        }

        @Test
        void aNamedVolumeOutlivesItsSandbox() {
            String volume = TestRun.name("volume");
            try {
                output(TestSpecs.busybox().mount(Mount.volume(volume, "/cache")), "echo kept >/cache/file");

                assertThat(run(
                                TestSpecs.busybox()
                                        .mount(Mount.volume(volume, "/cache").readOnly()),
                                "cat /cache/file; touch /cache/new"))
                        .satisfies(result -> assertThat(result.stdout()).isEqualTo("kept\n"))
                        .satisfies(result -> assertThat(result.stderr()).contains(READ_ONLY));
            } finally {
                TestVolumes.remove(volume);
            }
        }
    }
}
