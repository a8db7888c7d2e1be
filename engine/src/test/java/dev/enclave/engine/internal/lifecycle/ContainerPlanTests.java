package dev.enclave.engine.internal.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.containers.ContainerConfig;
import dev.enclave.docker.containers.Healthcheck;
import dev.enclave.docker.containers.HostConfig;
import dev.enclave.docker.containers.LogConfig;
import dev.enclave.docker.containers.MountConfig;
import dev.enclave.docker.system.Ping;
import dev.enclave.engine.NetworkAccess;
import dev.enclave.engine.SandboxSpec;
import dev.enclave.engine.SecurityProfile;
import dev.enclave.engine.internal.agent.AgentVolume;
import dev.enclave.engine.mount.Mount;
import dev.enclave.engine.mount.ResolvedMount;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** C10, C11 and C14, as the container engine is asked for them. */
class ContainerPlanTests {

    private static SandboxSpec.Builder spec() {
        return SandboxSpec.builder("image");
    }

    private static ContainerConfig plan(SandboxSpec.Builder spec, String user) {
        return plan(spec, user, Ping.Engine.DOCKER);
    }

    private static ContainerConfig plan(SandboxSpec.Builder spec, String user, Ping.Engine engine) {
        return plan(spec, user, engine, MainProgram::shell);
    }

    private static ContainerConfig planWithAgent(SandboxSpec.Builder spec, String user) {
        AgentVolume volume = new AgentVolume("volume-of-agent");
        return plan(spec, user, Ping.Engine.DOCKER, prepared -> MainProgram.agent(prepared, volume, null));
    }

    private static ContainerConfig plan(
            SandboxSpec.Builder spec, String user, Ping.Engine engine, Function<Prepared, MainProgram> main) {
        SandboxSpec built = spec.build();
        Prepared prepared = new Prepared(
                built,
                built.mounts().stream()
                        .map(mount -> new ResolvedMount(mount, mount))
                        .toList(),
                user,
                Map.of(),
                List.of());
        return new ContainerPlan(prepared, main.apply(prepared), engine).toConfig(Map.of("dev.enclave.sandbox", "id"));
    }

    private static HostConfig host(SandboxSpec.Builder spec, String user) {
        return Objects.requireNonNull(plan(spec, user).hostConfig());
    }

    @Nested
    @Tag("C10")
    class WithTheAgent {

        @Test
        void isRootWithTheRightToBecomeTheUserOfACommand() {
            ContainerConfig config = planWithAgent(spec(), "1234");
            HostConfig host = Objects.requireNonNull(config.hostConfig());

            assertThat(config.user()).isEqualTo("0:0");
            assertThat(config.entrypoint())
                    .startsWith("/.enclave/agent", "run")
                    .containsSequence("--dir", "/sandbox")
                    .containsSequence("--owner", "1234");
            assertThat(host.capDrop()).containsExactly("ALL");
            assertThat(host.capAdd())
                    .containsExactly("CHOWN", "DAC_OVERRIDE", "FOWNER", "SETUID", "SETGID", "SETPCAP", "KILL");
            assertThat(host.securityOpt()).containsExactly("no-new-privileges");
            assertThat(host.init()).isNotEqualTo(true);
        }

        @Test
        void isTheUserOfTheCommandsWithoutAnyRightInAStrictSandbox() {
            ContainerConfig config = planWithAgent(spec().security(SecurityProfile.STRICT), "65534:65534");
            HostConfig host = Objects.requireNonNull(config.hostConfig());

            assertThat(config.user()).isEqualTo("65534:65534");
            assertThat(config.entrypoint()).doesNotContain("--dir", "--owner");
            assertThat(host.capDrop()).containsExactly("ALL");
            assertThat(host.capAdd()).isNull();
        }

        @Test
        void onlyHoldsADetachedSandboxAndCanDoNoMoreThanItsCommands() {
            ContainerConfig config = planWithAgent(spec().detached(Duration.ofMinutes(1)), null);

            assertThat(config.user()).isNull();
            assertThat(config.entrypoint()).startsWith("/.enclave/agent", "hold", "--seconds", "60");
            assertThat(Objects.requireNonNull(config.hostConfig()).capAdd())
                    .containsExactly("CHOWN", "DAC_OVERRIDE", "FOWNER");
        }

        @Test
        void hasItsProgramFromAVolumeThatNobodyCanWriteTo() {
            SandboxSpec.Builder spec = spec().mount(Mount.volume("data", "/data"));

            assertThat(Objects.requireNonNull(planWithAgent(spec, null).hostConfig())
                            .mounts())
                    .contains(MountConfig.volume("volume-of-agent", "/.enclave", true))
                    .anyMatch(mount -> "/data".equals(mount.target()));
        }
    }

    @Nested
    @Tag("C10")
    class Profiles {

        @Test
        void standardDropsAllCapabilitiesButThree() {
            HostConfig host = host(spec(), null);

            assertThat(host.capDrop()).containsExactly("ALL");
            assertThat(host.capAdd()).containsExactly("CHOWN", "DAC_OVERRIDE", "FOWNER");
            assertThat(host.securityOpt()).containsExactly("no-new-privileges");
            assertThat(host.privileged()).isNull();
            assertThat(host.networkMode()).isEqualTo("none");
            assertThat(host.ipcMode()).isEqualTo("private");
            assertThat(host.usernsMode()).isNull();
            assertThat(host.runtime()).isNull();
        }

        @Test
        void strictDropsAllAndReadsItsRootOnly() {
            HostConfig host = host(spec().security(SecurityProfile.STRICT), "65534:65534");

            assertThat(host.capDrop()).containsExactly("ALL");
            assertThat(host.capAdd()).isNull();
            assertThat(host.securityOpt()).containsExactly("no-new-privileges");
            assertThat(host.readonlyRootfs()).isTrue();
            assertThat(host.tmpfs())
                    .isEqualTo(Map.of(
                            "/tmp", "rw,nosuid,nodev,exec,mode=01777",
                            "/sandbox", "rw,nosuid,nodev,exec,mode=0700,uid=65534,gid=65534"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"1234:5", "1234"})
        void strictAsksPodmanForItsOwnOptionOfAnOwner(String user) {
            SandboxSpec.Builder spec = spec().security(SecurityProfile.STRICT)
                    .mount(Mount.tmpfs("/mine").size("1m").owner(1234, user.endsWith(":5") ? 5 : 9))
                    .mount(Mount.tmpfs("/others").owner(7, 7));

            HostConfig host =
                    Objects.requireNonNull(plan(spec, user, Ping.Engine.PODMAN).hostConfig());

            assertThat(host.tmpfs())
                    .isEqualTo(Map.of(
                            "/tmp", "rw,nosuid,nodev,exec,mode=01777",
                            "/sandbox", "rw,nosuid,nodev,exec,mode=0700,U",
                            "/mine", "rw,nosuid,nodev,noexec,size=1048576,U",
                            "/others", "rw,nosuid,nodev,noexec,uid=7,gid=7"));
        }

        @Test
        void privilegedIsJustThat() {
            HostConfig host = host(spec().security(SecurityProfile.PRIVILEGED), null);

            assertThat(host.privileged()).isTrue();
            assertThat(host.capDrop()).isNull();
            assertThat(host.networkMode()).isEqualTo("none");
        }

        @Test
        void allHaveLimitsAndCleanUpAfterThemselves() {
            for (SecurityProfile profile : SecurityProfile.values()) {
                HostConfig host =
                        host(spec().security(profile).memory("64m").cpus(1.5).pids(9), "1:1");

                assertThat(host.memory()).isEqualTo(64L << 20).isEqualTo(host.memorySwap());
                assertThat(host.nanoCpus()).isEqualTo(1_500_000_000L);
                assertThat(host.pidsLimit()).isEqualTo(9);
                assertThat(host.autoRemove()).isTrue();
                assertThat(host.init()).isTrue();
            }
        }

        @Test
        void takeNothingThatTheImageWantsToRun() {
            ContainerConfig config = plan(spec(), null);

            assertThat(config.entrypoint()).startsWith("/bin/sh", "-c");
            assertThat(config.cmd()).isEmpty();
            assertThat(config.healthcheck()).isEqualTo(Healthcheck.NONE);
            assertThat(config.workingDir()).isEqualTo("/");
        }

        @Test
        void passOnNetworksAndRuntimes() {
            HostConfig host = host(spec().network(NetworkAccess.named("mine")).runtime("runsc"), null);

            assertThat(host.networkMode()).isEqualTo("mine");
            assertThat(host.runtime()).isEqualTo("runsc");
        }
    }

    @Nested
    @Tag("C11")
    class Mounts {

        @Test
        void ofTheHostAreMountsWithTheirAccess() {
            HostConfig host = host(
                    spec().mount(Mount.bind("/in", "/a").readOnly())
                            .mount(Mount.bind("/out", "/b").createHostDirectory()),
                    null);

            assertThat(host.mounts())
                    .containsExactly(
                            MountConfig.bind("/in", "/a", true, "rprivate"),
                            MountConfig.bind("/out", "/b", false, "rprivate"));
        }

        @Test
        void ofVolumesNameThemOnly() {
            assertThat(host(spec().mount(Mount.volume("cache", "/c").readOnly()), null)
                            .mounts())
                    .containsExactly(MountConfig.volume("cache", "/c", true));
        }

        @Test
        void inMemoryCarryTheirOptions() {
            HostConfig host =
                    host(spec().mount(Mount.tmpfs("/t").size("64m").mode(0700).owner(5, 6)), null);

            assertThat(host.mounts()).isEmpty();
            assertThat(host.tmpfs())
                    .isEqualTo(Map.of("/t", "rw,nosuid,nodev,noexec,size=67108864,mode=0700,uid=5,gid=6"));
        }

        @Test
        void replaceTheFoldersInMemoryOfStrict() {
            HostConfig host = host(
                    spec().security(SecurityProfile.STRICT)
                            .mount(Mount.bind("/work", "/sandbox"))
                            .mount(Mount.bind("/temp", "/tmp")),
                    "5");

            assertThat(host.tmpfs()).isEmpty();
        }
    }

    @Nested
    class Users {

        @ParameterizedTest
        @CsvSource({
            "1000, uid=1000 gid=1000",
            "1000:50, uid=1000 gid=50",
        })
        void withNumbersOwnTheWorkingDirectoryOfStrict(String user, String owner) {
            assertThat(host(spec().security(SecurityProfile.STRICT), user)
                            .tmpfs()
                            .get("/sandbox"))
                    .endsWith("mode=0700," + owner.replace(' ', ','));
        }

        @Test
        void withNamesShareTheWorkingDirectoryOfStrict() {
            assertThat(host(spec().security(SecurityProfile.STRICT), "nobody")
                            .tmpfs()
                            .get("/sandbox"))
                    .endsWith("mode=01777");
        }

        @Test
        void whoAreNumbersHaveAHome() {
            assertThat(plan(spec().env("A", "1"), "1000:1000").env()).containsExactlyInAnyOrder("A=1", "HOME=/sandbox");
            assertThat(plan(spec().env("HOME", "/mine"), "1000").env()).containsExactly("HOME=/mine");
            assertThat(plan(spec(), "nobody").env()).isEmpty();
            assertThat(plan(spec(), "0:0").env()).isEmpty();
            assertThat(plan(spec(), null).env()).isEmpty();
        }

        @Test
        void whoAreNotRootAreGivenTheWorkingDirectoryByRoot() {
            ContainerConfig config = plan(spec(), "1000:1000");

            assertThat(config.user()).isEqualTo("0:0");
            assertThat(config.entrypoint()).endsWith("/sandbox", "1000:1000", "");
        }

        @Test
        void keepAWorkingDirectoryOnAMountAsItIs() {
            ContainerConfig config = plan(spec().mount(Mount.bind("/data", "/sandbox")), "1000:1000");

            assertThat(config.user()).isEqualTo("1000:1000");
            assertThat(config.entrypoint()).endsWith("", "", "");
        }
    }

    @Nested
    @Tag("C14")
    class Logs {

        @Test
        void areNotKeptOfEphemeralSandboxes() {
            assertThat(host(spec(), null).logConfig()).isEqualTo(LogConfig.NONE);
        }

        @Test
        void areCappedForDetachedOnes() {
            assertThat(host(spec().detached(Duration.ofHours(1)), null).logConfig())
                    .isEqualTo(LogConfig.jsonFile("1m", 2));
        }
    }

    @Test
    void ourLabelsStandBesideTheUsers() {
        assertThat(plan(spec().label("team", "blue"), null).labels())
                .isEqualTo(Map.of("team", "blue", "dev.enclave.sandbox", "id"));
    }

    @Test
    @Tag("C3")
    void theMainProcessIsTiedToTheStreamThatItIsAttachedTo() {
        ContainerConfig config = plan(spec(), null);

        assertThat(config.openStdin()).isTrue();
        assertThat(config.stdinOnce()).isTrue();
        assertThat(config.attachStdin()).isTrue();
        assertThat(config.tty()).isNull();
    }

    @Test
    @Tag("C3")
    void aDetachedSandboxEndsByItself() {
        assertThat(plan(spec().detached(Duration.ofMinutes(1)), null).entrypoint())
                .endsWith("60");
        assertThat(plan(spec().detached(Duration.ofMillis(1)), null).entrypoint())
                .endsWith("1");
    }
}
