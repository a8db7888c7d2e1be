package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enclave.docker.containers.HostConfig;
import dev.enclave.engine.mount.Mount;
import dev.enclave.engine.mount.MountRefusedException;
import dev.enclave.engine.support.EngineWitness;
import dev.enclave.engine.support.SandboxTest;
import dev.enclave.engine.support.TestSpecs;
import dev.enclave.testing.TestEngine;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** C10: a sandbox is secure by default, as seen from inside it. */
@Tag("C10")
@SandboxTest
class SecurityIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SandboxEngine engine;

    SecurityIT(SandboxEngine engine) {
        this.engine = engine;
    }

    private static ExecResult run(Sandbox sandbox, String line) {
        return Objects.requireNonNull(sandbox.exec(line).block(PATIENCE));
    }

    private static String output(Sandbox sandbox, String line) {
        ExecResult result = run(sandbox, line);
        assertThat(result.isSuccess()).as("%s: %s", line, result.stderr()).isTrue();
        return result.stdout().strip();
    }

    /** What the kernel says about a process of the sandbox. */
    private static Map<String, String> status(Sandbox sandbox) {
        return output(sandbox, "cat /proc/self/status")
                .lines()
                .map(line -> line.split(":\\s*", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    private static HostConfig hostConfig(Sandbox sandbox) {
        return Objects.requireNonNull(Objects.requireNonNull(TestEngine.client()
                        .containers()
                        .inspect(sandbox.containerName())
                        .block(PATIENCE))
                .hostConfig());
    }

    private void use(SandboxSpec.Builder spec, Consumer<Sandbox> test) {
        engine.use(
                        spec.build(),
                        sandbox ->
                                Mono.fromRunnable(() -> test.accept(sandbox)).subscribeOn(Schedulers.boundedElastic()))
                .block(PATIENCE);
    }

    @Nested
    class ByDefault {

        private final Sandbox sandbox;

        ByDefault(Sandbox sandbox) {
            this.sandbox = sandbox;
        }

        @Test
        void hasNoNetworkInterfaceButItsLoopback() {
            assertThat(output(sandbox, "ls /sys/class/net")).isEqualTo("lo");
            assertThat(output(sandbox, "tail -n +2 /proc/net/route")).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"192.0.2.1", "172.17.0.1", "10.0.0.1", "127.0.0.1"})
        void connectsToNothing(String address) {
            ExecResult result = run(sandbox, "nc -w 2 " + address + " 80 </dev/null");

            assertThat(result.status()).isEqualTo(ExecStatus.ERROR);
        }

        @Test
        void keepsTheThreeCapabilitiesThatRootNeedsForItsOwnFiles() {
            Map<String, String> status = status(sandbox);

            // CHOWN is bit 0, DAC_OVERRIDE bit 1, FOWNER bit 3
            assertThat(status)
                    .containsEntry("CapBnd", "000000000000000b")
                    .containsEntry("CapEff", "000000000000000b")
                    .containsEntry("CapAmb", "0000000000000000");
        }

        @Test
        void gainsNoPrivilegesAndIsFilteredBySeccomp() {
            assertThat(status(sandbox)).containsEntry("NoNewPrivs", "1").containsEntry("Seccomp", "2");
        }

        @Test
        void ownsItsFilesButNotTheKernel() {
            assertThat(output(sandbox, "touch own && chown 1234 own && chmod 600 own && cat own && echo fine"))
                    .isEqualTo("fine");
            assertThat(run(sandbox, "mount -t tmpfs none /mnt").isSuccess()).isFalse();
            assertThat(run(sandbox, "mknod disk b 8 0").isSuccess()).isFalse();
            assertThat(run(sandbox, "hostname changed").isSuccess()).isFalse();
            assertThat(run(sandbox, "echo 1 >/proc/sys/kernel/panic").isSuccess())
                    .isFalse();
        }

        @Test
        void sharesNoNamespaceWithTheHost() {
            HostConfig config = hostConfig(sandbox);

            assertThat(config.networkMode()).isEqualTo("none");
            assertThat(config.ipcMode()).isEqualTo("private");
            assertThat(config.privileged()).isNotEqualTo(true);
            assertThat(output(sandbox, "cat /proc/1/comm")).isNotEqualTo("systemd");
            assertThat(output(sandbox, "ls /var/run /run 2>/dev/null | grep sock || echo none"))
                    .isEqualTo("none");
        }

        @Test
        void hasTheDocumentedLimits() {
            HostConfig config = hostConfig(sandbox);

            assertThat(config.memory()).isEqualTo(512L << 20);
            assertThat(config.memorySwap()).isEqualTo(512L << 20);
            assertThat(config.nanoCpus()).isEqualTo(1_000_000_000L);
            assertThat(config.pidsLimit()).isEqualTo(256);
        }
    }

    @Nested
    class Limits {

        @Test
        void holdForTheKernelToo() {
            use(TestSpecs.busybox().memory("96m").cpus(0.5).pids(32), sandbox -> {
                String group = output(sandbox, """
                        cd /sys/fs/cgroup
                        if [ -e cgroup.controllers ]; then cat memory.max pids.max cpu.max
                        else cat memory/memory.limit_in_bytes pids/pids.max; echo $(cat cpu/cpu.cfs_quota_us cpu/cpu.cfs_period_us); fi""");

                assertThat(group.lines()).containsExactly(Long.toString(96L << 20), "32", "50000 100000");
            });
        }

        @Test
        void ofProcessesStopForkBombsAndDisturbNobodyElse() {
            use(
                    TestSpecs.busybox(),
                    neighbour -> use(TestSpecs.busybox().pids(20), bomb -> {
                        ExecResult forks =
                                run(bomb, "for i in $(seq 40); do sleep 60 >/dev/null 2>&1 & done; echo all");
                        ExecResult others = run(
                                neighbour, "for i in $(seq 40); do sleep 0.1 >/dev/null 2>&1 & done; wait; echo all");

                        assertThat(forks.stderr()).containsIgnoringCase("fork");
                        assertThat(forks.stdout()).doesNotContain("all");
                        assertThat(others.stdout()).isEqualTo("all\n");
                    }));
        }
    }

    @Nested
    class Privileged {

        @Test
        void isRefusedBeforeAnythingIsCreated() {
            EngineWitness witness = new EngineWitness();
            SandboxSpec spec = witness.mark(TestSpecs.busybox().security(SecurityProfile.PRIVILEGED));

            assertThatThrownBy(() -> engine.create(spec).block(PATIENCE))
                    .isInstanceOf(SpecRefusedException.class)
                    .hasMessageContaining("allowPrivileged()");
            assertThat(witness.actions()).isEmpty();
        }

        @Test
        void isAllowedByAnEngineThatWasBuiltForIt() {
            SandboxEngine permissive = SandboxEngine.builder()
                    .dockerClient(TestEngine.client())
                    .allowPrivileged()
                    .orphanWatch(false)
                    .build();
            EngineWitness witness = new EngineWitness();
            SandboxSpec spec = witness.mark(TestSpecs.busybox().security(SecurityProfile.PRIVILEGED));

            String mounted = permissive
                    .use(spec, sandbox -> sandbox.exec("mkdir -p /m && mount -t tmpfs none /m && echo mounted"))
                    .map(ExecResult::stdout)
                    // An engine that has not got all capabilities itself, as in many a virtual machine, cannot give
                    // them.
                    .onErrorResume(SandboxCreationException.class, e -> Mono.just(String.valueOf(e.getMessage())))
                    .block(PATIENCE);
            permissive.close().block(PATIENCE);

            assertThat(mounted).containsAnyOf("mounted\n", "unable to apply caps");
            assertThat(witness.actions()).contains("create");
        }
    }

    @Nested
    class Users {

        @Test
        void areFoundByNameInTheImage() {
            use(TestSpecs.python().user("nobody"), sandbox -> {
                assertThat(output(sandbox, "id -un")).isEqualTo("nobody");
                assertThat(status(sandbox)).containsEntry("CapEff", "0000000000000000");
                assertThat(output(sandbox, "touch file && stat -c %U . file")).isEqualTo("nobody\nnobody");
            });
        }

        @Test
        void thatTheImageDoesNotKnowHaveAHomeTheyCanWriteTo() {
            use(
                    TestSpecs.busybox().user("4321:4321"),
                    sandbox -> assertThat(output(sandbox, "cd && touch file && pwd && id -u"))
                            .isEqualTo("/sandbox\n4321"));
        }

        @Test
        void thatDoNotExistFailTheCreationAndLeaveNothing() {
            SandboxSpec spec = TestSpecs.busybox().user("nosuchuser").build();

            assertThatThrownBy(() -> engine.create(spec).block(PATIENCE))
                    .isInstanceOf(SandboxCreationException.class)
                    .hasMessageContaining("nosuchuser");
        }
    }

    @Nested
    class Sockets {

        @ParameterizedTest
        @ValueSource(strings = {"/var/run/docker.sock", "/run/docker.sock", "/run"})
        void ofTheEngineAreNeverMounted(String path) {
            EngineWitness witness = new EngineWitness();
            SandboxSpec spec = witness.mark(TestSpecs.busybox().mount(Mount.bind(path, "/mounted")));

            assertThatThrownBy(() -> engine.create(spec).block(PATIENCE)).isInstanceOf(MountRefusedException.class);
            assertThat(witness.actions()).isEmpty();
        }
    }
}
