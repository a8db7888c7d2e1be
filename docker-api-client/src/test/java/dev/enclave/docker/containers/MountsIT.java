package dev.enclave.docker.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.BadRequestException;
import dev.enclave.docker.DockerClient;
import dev.enclave.docker.Output;
import dev.enclave.testing.Conformance;
import dev.enclave.testing.TestContainers;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.TestImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

/** Mounts as {@code HostConfig.Mounts} makes them. Needs an engine that shares this host's files. */
@Tag("C11")
@Conformance("containers.create")
class MountsIT {

    private static final Duration SHORT = Duration.ofSeconds(30);

    @RegisterExtension
    final TestContainers containers = new TestContainers();

    @TempDir
    Path host;

    private final DockerClient client = TestEngine.client();

    @Test
    void aBindIsSeenFromBothSidesAtOnce() throws Exception {
        Files.writeString(host.resolve("host.txt"), "hello from host");

        Output output = run(
                "cat /data/host.txt; echo 'from sandbox' > /data/sandbox.txt",
                MountConfig.bind(host.toString(), "/data", false, null));

        assertThat(output.out()).isEqualTo("hello from host");
        assertThat(host.resolve("sandbox.txt")).hasContent("from sandbox\n");
    }

    @Test
    void aReadOnlyBindRefusesToWrite() throws Exception {
        Files.writeString(host.resolve("host.txt"), "untouched");

        Output output = run(
                "cat /data/host.txt; echo x > /data/host.txt; rm /data/host.txt",
                MountConfig.bind(host.toString(), "/data", true, null));

        assertThat(output.out()).isEqualTo("untouched");
        assertThat(output.err()).contains("Read-only file system");
        assertThat(host.resolve("host.txt")).hasContent("untouched");
    }

    @Test
    void aSingleFileCanBeBound() throws Exception {
        Path file = Files.writeString(host.resolve("one file.txt"), "one");

        assertThat(run("cat /one", MountConfig.bind(file.toString(), "/one", true, "rprivate"))
                        .out())
                .isEqualTo("one");
    }

    @Test
    @Tag("C8")
    void aMissingSourceIsAnErrorAndNoNewDirectory() {
        Path missing = host.resolve("missing");
        ContainerConfig config = TestContainers.config("true")
                .hostConfig(TestContainers.host()
                        .mounts(List.of(MountConfig.bind(missing.toString(), "/data", false, null)))
                        .build())
                .build();

        client.containers()
                .create(containers.name(), config)
                .as(StepVerifier::create)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(BadRequestException.class)
                        .hasMessageContaining(missing.toString()))
                .verify(SHORT);

        assertThat(missing).doesNotExist();
    }

    @Test
    void aTmpfsIsAsLargeAsAskedAndForgets() {
        MountConfig small = MountConfig.tmpfs("/scratch", 1024L * 1024, 0700);

        Output output = run("dd if=/dev/zero of=/scratch/x bs=1k count=2000 2>/dev/null; stat -c '%a' /scratch", small);

        assertThat(output.out()).isEqualTo("700\n");
        assertThat(run("wc -c < /scratch/x || echo none", small).out()).isEqualTo("none\n");
        assertThat(run("dd if=/dev/zero of=/scratch/x bs=1k count=2000", small).err())
                .contains("No space left");
    }

    @Test
    @Conformance("containers.inspect")
    void anInspectionShowsTheMounts() {
        String name = containers.create(TestContainers.config("true")
                .hostConfig(TestContainers.host()
                        .mounts(List.of(MountConfig.bind(host.toString(), "/data", true, null)))
                        .build()));

        ContainerInspection inspection = client.containers().inspect(name).block(SHORT);

        assertThat(inspection.mounts()).singleElement().satisfies(mount -> {
            assertThat(mount.type()).isEqualTo("bind");
            assertThat(mount.source()).isEqualTo(host.toString());
            assertThat(mount.destination()).isEqualTo("/data");
            assertThat(mount.rw()).isFalse();
        });
    }

    @Test
    @Conformance("containers.inspect")
    void anInspectionRepeatsTheMountsThatWereAskedFor() {
        MountConfig asked = MountConfig.bind(host.toString(), "/data", true, null);
        String name = containers.create(TestContainers.config("true")
                .hostConfig(TestContainers.host().mounts(List.of(asked)).build()));

        assertThat(client.containers().inspect(name).block(SHORT).hostConfig().mounts())
                .containsExactly(asked);
    }

    @Test
    @Conformance("containers.create")
    void ofAnImageShowItsFiles() {
        MountConfig bin = MountConfig.image(TestImages.BUSYBOX, "/other", "bin");

        assertThat(run("[ -x /other/sh ] && echo there", bin).out()).isEqualTo("there\n");
    }

    @Test
    @Conformance("containers.create")
    void inMemoryTakeOptions() {
        MountConfig scratch = MountConfig.tmpfs(
                "/scratch", new MountConfig.TmpfsOptions(1024L * 1024, null, List.of(List.of("exec"))));
        String script =
                "printf '#!/bin/sh\\necho runs' > /scratch/program; chmod +x /scratch/program; /scratch/program";

        assertThat(run(script, scratch).out()).isEqualTo("runs\n");
        assertThat(run(script, MountConfig.tmpfs("/scratch", 1024L * 1024, null))
                        .out())
                .isEmpty();
    }

    private Output run(String script, MountConfig... mounts) {
        String name = containers.start(TestContainers.config("sh", "-c", script)
                .hostConfig(TestContainers.host().mounts(List.of(mounts)).build()));
        client.containers().waitFor(name, WaitCondition.NOT_RUNNING).block(SHORT);
        return Output.of(client.containers().logs(name, LogOptions.DEFAULTS)).block(SHORT);
    }
}
