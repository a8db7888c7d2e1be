package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.enclave.engine.mount.Mount;
import dev.enclave.engine.mount.MountAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a specification says by default (C10), and what it refuses. */
class SandboxSpecTests {

    private static SandboxSpec.Builder spec() {
        return SandboxSpec.builder("busybox");
    }

    @Test
    @Tag("C10")
    void isSecureAndLimitedByDefault() {
        SandboxSpec spec = SandboxSpec.of("busybox");

        assertThat(spec.network()).isEqualTo(NetworkAccess.NONE);
        assertThat(spec.security()).isEqualTo(SecurityProfile.STANDARD);
        assertThat(spec.limits()).isEqualTo(new ResourceLimits(512L << 20, 1, 256));
        assertThat(spec.user()).isEqualTo(SandboxUser.OF_IMAGE);
        assertThat(spec.lifetime()).isEqualTo(Lifetime.EPHEMERAL);
        assertThat(spec.workingDirectory()).isEqualTo("/sandbox");
        assertThat(spec.pullPolicy()).isEqualTo(PullPolicy.IF_MISSING);
        assertThat(spec.mounts()).isEmpty();
        assertThat(spec.environment()).isEmpty();
        assertThat(spec.labels()).isEmpty();
        assertThat(spec.runtime()).isNull();
        assertThat(spec.tools()).isNull();
    }

    @Test
    void isTheSameAfterARoundTripThroughABuilder() {
        SandboxSpec spec = spec().mount("/data", "/in", MountAccess.READ_ONLY)
                .volumes(Map.of("/out", Map.of("bind", "/out", "mode", "rw")))
                .workingDirectory("/work")
                .env("A", "1")
                .memory("1g")
                .cpus(2.5)
                .pids(64)
                .network(true)
                .hostUser()
                .label("team", "blue")
                .pullPolicy(PullPolicy.NEVER)
                .security(SecurityProfile.STRICT)
                .runtime("runsc")
                .detached(Duration.ofHours(1))
                .tools("shell_executor")
                .build();

        assertThat(spec.toBuilder().build()).isEqualTo(spec);
        assertThat(spec.limits()).isEqualTo(new ResourceLimits(1L << 30, 2.5, 64));
        assertThat(spec.network()).isEqualTo(NetworkAccess.BRIDGE);
        assertThat(spec.mounts()).hasSize(2);
    }

    @Test
    void isNotChangedByWhatIsMadeOfIt() {
        SandboxSpec spec = spec().env("A", "1").build();

        assertThat(spec.withEnv("A", "2").withEnv("B", "3").environment()).isEqualTo(Map.of("A", "2", "B", "3"));
        assertThat(spec.withMount(Mount.tmpfs("/scratch")).mounts()).containsExactly(Mount.tmpfs("/scratch"));
        assertThat(spec.environment()).isEqualTo(Map.of("A", "1"));
        assertThat(spec.mounts()).isEmpty();
    }

    @Test
    void copiesCollections() {
        List<String> tools = new ArrayList<>(List.of("shell_executor"));
        SandboxSpec spec = spec().tools(tools).build();
        tools.clear();

        assertThat(spec.tools()).containsExactly("shell_executor");
    }

    @ParameterizedTest
    @CsvSource({"/a/b, /a/b", "/a//b/, /a/b", "//a, /a", "/./a/., /a", "/, /"})
    void writesWorkingDirectoriesInOneWay(String given, String normal) {
        assertThat(spec().workingDirectory(given).build().workingDirectory()).isEqualTo(normal);
    }

    @Nested
    class Refuses {

        @ParameterizedTest
        @ValueSource(strings = {"", "  "})
        void noImage(String image) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SandboxSpec.of(image))
                    .withMessageContaining("image");
        }

        @ParameterizedTest
        @ValueSource(strings = {"sandbox", "", "./x", "/a/../b", "/proc", "/proc/1/cwd", "//proc/self", "/./proc"})
        void workingDirectories(String directory) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> spec().workingDirectory(directory).build())
                    .withMessageContaining("working directory");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "A=B", "A\0"})
        void namesOfEnvironmentVariables(String name) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> spec().env(name, "value").build());
        }

        @Test
        void valuesOfEnvironmentVariablesThatNoProcessCanHave() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> spec().env("A", "b\0").build())
                    .withMessageContaining("A");
        }

        @Test
        void labelsOfOurOwn() {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> spec().label("dev.enclave.owner", "somebody").build())
                    .withMessageContaining("dev.enclave.owner");
        }

        @Test
        void aRuntimeWithoutAName() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> spec().runtime(" ").build())
                    .withMessageContaining("runtime");
        }

        @ParameterizedTest
        @ValueSource(strings = {"host", "container:other", "ns:/proc/1/ns/net", "", "a b", "-x", "none,bridge"})
        @Tag("C10")
        void networksOfTheHostAndOfOtherContainers(String name) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> NetworkAccess.named(name))
                    .withMessageContaining("'" + name + "'");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", ":", "a b", "a:b:c", "-1", ":0", "a:", "a;b"})
        void users(String user) {
            assertThatIllegalArgumentException().isThrownBy(() -> spec().user(user));
        }

        @ParameterizedTest
        @ValueSource(strings = {"PT0S", "PT-1S"})
        void timesThatAreOver(Duration timeToLive) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> spec().detached(timeToLive))
                    .withMessageContaining("positive");
        }

        @Test
        void nothingAtAll() {
            assertThatNullPointerException().isThrownBy(() -> SandboxSpec.builder(null));
            assertThatNullPointerException().isThrownBy(() -> spec().mount(null));
            assertThatNullPointerException().isThrownBy(() -> spec().security(null));
            assertThatNullPointerException().isThrownBy(() -> SandboxUser.of(null));
        }
    }

    @Nested
    class Values {

        @Test
        void networksHaveNames() {
            assertThat(NetworkAccess.named("my-net_1.x").mode()).isEqualTo("my-net_1.x");
            assertThat(spec().network(false).build().network()).isEqualTo(NetworkAccess.NONE);
        }

        @ParameterizedTest
        @ValueSource(strings = {"1000", "1000:1000", "nobody", "www-data:www-data", "_apt"})
        void usersHaveNamesOrNumbers(String user) {
            assertThat(spec().user(user).build().user()).isEqualTo(new SandboxUser(SandboxUser.Kind.NAMED, user));
        }

        @Test
        void aUserHasANameExactlyWhenTheKindSaysSo() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new SandboxUser(SandboxUser.Kind.OF_HOST, "somebody"));
            assertThatIllegalArgumentException().isThrownBy(() -> new SandboxUser(SandboxUser.Kind.NAMED, null));
        }

        @Test
        void lifetimesAreTiedToTheProcessUnlessDetached() {
            assertThat(Lifetime.EPHEMERAL.isDetached()).isFalse();
            assertThat(Lifetime.detached(Duration.ofMinutes(1)).isDetached()).isTrue();
        }
    }
}
