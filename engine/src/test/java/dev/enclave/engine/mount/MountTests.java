package dev.enclave.engine.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MountTests {

    @Nested
    class Bind {

        @Test
        void isReadWriteAndPrivateUnlessToldOtherwise() {
            BindMount mount = Mount.bind("/data/in", "/sandbox/in");

            assertThat(mount.hostPath()).isEqualTo(Path.of("/data/in"));
            assertThat(mount.containerPath()).isEqualTo("/sandbox/in");
            assertThat(mount.access()).isEqualTo(MountAccess.READ_WRITE);
            assertThat(mount.propagation()).isEqualTo(MountPropagation.RPRIVATE);
            assertThat(mount.createMissing()).isFalse();
        }

        @Test
        void isAValue() {
            assertThat(Mount.bind("/data/in", "/in").readOnly())
                    .isEqualTo(Mount.bind(Path.of("/data/in/"), "//in/").access(MountAccess.READ_ONLY))
                    .hasSameHashCodeAs(Mount.bind("/data/in", "/in").readOnly())
                    .isNotEqualTo(Mount.bind("/data/in", "/in"));
        }

        @Test
        void isChangedByCopies() {
            BindMount original = Mount.bind("/data", "/in");

            BindMount changed = original.readOnly()
                    .propagation(MountPropagation.RSLAVE)
                    .createHostDirectory()
                    .readWrite()
                    .readOnly();

            assertThat(changed)
                    .isEqualTo(new BindMount(
                            Path.of("/data"), "/in", MountAccess.READ_ONLY, MountPropagation.RSLAVE, true));
            assertThat(original).isEqualTo(Mount.bind("/data", "/in"));
        }

        @ParameterizedTest
        @CsvSource({"/data/,/data", "//data///in,/data/in", "/data/./in/.,/data/in"})
        void normalisesTheHostPath(String written, String normal) {
            assertThat(Mount.bind(written, "/in").hostPath()).isEqualTo(Path.of(normal));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/data/with space",
                    "/data/it's \"quoted\"",
                    "/data/a:b",
                    "/data/a,b",
                    "/data/two\nlines",
                    "/data/straße/日本語/😀",
                    "/data/...",
                    "/data/$(rm -rf ~)"
                })
        void takesAnyNameThatAFileCanHave(String hostPath) {
            assertThat(Mount.bind(hostPath, "/in").hostPath()).hasToString(hostPath);
        }

        @ParameterizedTest
        @NullSource
        @ValueSource(strings = {"", "  ", "\t"})
        void refusesAMissingHostPath(String hostPath) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Mount.bind(hostPath, "/in"))
                    .withMessageContaining("host path")
                    .withMessageContaining("is missing");
        }

        @ParameterizedTest
        @ValueSource(strings = {"data", "./data", "../data", "~/data", "my-volume", " /data"})
        void refusesARelativeHostPathAndShowsTheAbsoluteOne(String hostPath) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Mount.bind(hostPath, "/in"))
                    .withMessageContaining("host path '" + hostPath + "' must be absolute, such as '/");
        }

        @ParameterizedTest
        @ValueSource(strings = {"/data/../etc", "/..", "/data/.."})
        void refusesStepsUpwards(String hostPath) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Mount.bind(hostPath, "/in"))
                    .withMessage("host path '" + hostPath + "' must not contain '..'");
        }

        @Test
        void refusesNulAndDoesNotPrintIt() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Mount.bind("/data\0/in", "/in"))
                    .withMessage("host path '/data\\u0000/in' must not contain NUL");
        }

        @Test
        void refusesAPathOfAnotherFileSystem(@TempDir Path folder) throws IOException {
            URI zip = URI.create("jar:" + folder.resolve("a.zip").toUri());
            try (FileSystem other = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
                Path inside = Files.createDirectory(other.getPath("/data"));

                assertThatIllegalArgumentException()
                        .isThrownBy(() -> Mount.bind(inside, "/in"))
                        .withMessageContaining("default file system");
            }
        }
    }

    @Nested
    class ContainerPaths {

        @ParameterizedTest
        @CsvSource({
            "/sandbox/data,/sandbox/data",
            "/sandbox/data/,/sandbox/data",
            "//sandbox///data//,/sandbox/data",
            "/sandbox/./data/.,/sandbox/data",
            "/process,/process",
            "/devices,/devices",
            "/dev/shm,/dev/shm",
            "/dev/shm/cache,/dev/shm/cache",
            "/.enclave2,/.enclave2",
            "/sandbox/.enclave,/sandbox/.enclave",
            "/sandbox/proc,/sandbox/proc",
            "/PROC,/PROC",
            "/mit leerzeichen/日本,/mit leerzeichen/日本",
            "/it's,/it's"
        })
        void areNormalised(String written, String normal) {
            assertThat(Mount.tmpfs(written).containerPath()).isEqualTo(normal);
            assertThat(Mount.bind("/data", written).containerPath()).isEqualTo(normal);
            assertThat(Mount.volume("vol", written).containerPath()).isEqualTo(normal);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "sandbox/data | must be absolute",
                    "./data | must be absolute",
                    "/ | must be below /",
                    "/// | must be below /",
                    "/. | must be below /",
                    "/sandbox/../etc | must not contain '..'",
                    "/.. | must not contain '..'",
                    "/a:b | must not contain ':'",
                    "/a,readonly=false | must not contain ','",
                    "/a\"b | must not contain '\"'",
                    "/proc | /proc, /sys or /dev",
                    "/proc/self/fd/3 | /proc, /sys or /dev",
                    "/sys/fs/cgroup | /proc, /sys or /dev",
                    "//dev/ | /proc, /sys or /dev",
                    "/dev/null | /proc, /sys or /dev",
                    "/dev/./pts | /proc, /sys or /dev",
                    "/dev/shmx | /proc, /sys or /dev",
                    "/.enclave | the engine's own",
                    "/.enclave/agent | the engine's own"
                })
        void areRefusedWithTheReason(String containerPath, String reason) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Mount.bind("/data", containerPath))
                    .withMessageStartingWith("container path '" + containerPath + "' ")
                    .withMessageContaining(reason);
        }

        @ParameterizedTest
        @NullSource
        @ValueSource(strings = {"", " "})
        void areRefusedWhenMissing(String containerPath) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Mount.tmpfs(containerPath))
                    .withMessageContaining("is missing");
        }

        @ParameterizedTest
        @CsvSource({"0,\\u0000", "10,\\u000a", "13,\\u000d", "27,\\u001b", "127,\\u007f"})
        void areRefusedWithControlCharactersWhichAreNotPrinted(int character, String printed) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Mount.tmpfs("/a" + Character.toString(character) + "b"))
                    .withMessage("container path '/a" + printed + "b' must not contain '" + printed + "'");
        }
    }

    @Nested
    class Volume {

        @Test
        void isReadWriteUnlessToldOtherwise() {
            VolumeMount mount = Mount.volume("pip-cache", "/cache");

            assertThat(mount).isEqualTo(new VolumeMount("pip-cache", "/cache", MountAccess.READ_WRITE));
            assertThat(mount.readOnly().access()).isEqualTo(MountAccess.READ_ONLY);
            assertThat(mount.readOnly().readWrite()).isEqualTo(mount);
        }

        @ParameterizedTest
        @NullSource
        @ValueSource(strings = {"", "a", "/data", "../x", "-x", ".x", "a b", "a/b", "a:b", "a,b", "ab\n", "ümlaut"})
        void refusesOtherNames(String name) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Mount.volume(name, "/cache"))
                    .withMessageContaining("volume name")
                    .withMessageContaining("Mount.bind");
        }
    }
}
