package dev.enclave.engine.internal.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.SandboxSpec;
import dev.enclave.engine.SecurityProfile;
import dev.enclave.engine.mount.Mount;
import dev.enclave.engine.mount.ResolvedMount;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** C10, C11: who a sandbox's user is, and whose its working directory is. */
@Tag("C10")
@Tag("C11")
class PreparedTests {

    private static Prepared prepared(SandboxSpec.Builder spec, String user, String... mountedAt) {
        List<ResolvedMount> mounts = List.of(mountedAt).stream()
                .map(Mount::tmpfs)
                .map(mount -> new ResolvedMount(mount, mount))
                .toList();
        return new Prepared(spec.build(), mounts, user, Map.of(), List.of());
    }

    private static SandboxSpec.Builder spec() {
        return SandboxSpec.builder("image");
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "0", "00", "0:0", "0:5", "root:users", "root:0", "000:x"})
    void rootIsRootHoweverItIsWritten(String user) {
        assertThat(prepared(spec(), user).runsAsRoot()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "10", "1:0", "rooter", "nobody", "nobody:root", "65534:0"})
    void othersAreNot(String user) {
        assertThat(prepared(spec(), user).runsAsRoot()).isFalse();
    }

    @Test
    void theImagesOwnUserIsRootWhenItNamesNone() {
        assertThat(prepared(spec(), null).runsAsRoot()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/sandbox, /sandbox, true, false",
        "/sandbox/x, /sandbox, true, true",
        "/sandbox//./x, /sandbox/x, true, false",
        "/sandboxes, /sandbox, false, false",
        "/sandbox, /sandbox/x, false, false",
        "/, /sandbox, false, false"
    })
    void knowsWhetherTheWorkingDirectoryIsTheMounts(
            String directory, String mountedAt, boolean mounted, boolean mayBeMissing) {
        Prepared prepared = prepared(spec().workingDirectory(directory), "5", mountedAt);

        assertThat(prepared.workingDirectoryIsMounted()).isEqualTo(mounted);
        assertThat(prepared.workingDirectoryMayBeMissingOnMount()).isEqualTo(mayBeMissing);
        assertThat(prepared.givesWorkingDirectory()).isEqualTo(!mounted);
    }

    @Test
    void aDirectoryIsMountedWhenAnInnerMountIsIt() {
        Prepared prepared = prepared(spec().workingDirectory("/a/b"), "5", "/a", "/a/b");

        assertThat(prepared.workingDirectoryMayBeMissingOnMount()).isFalse();
    }

    @Test
    void strictGivesNothingAway() {
        Prepared prepared = prepared(spec().security(SecurityProfile.STRICT), "5");

        assertThat(prepared.givesWorkingDirectory()).isFalse();
        assertThat(prepared.mainUser()).isEqualTo("5");
    }
}
