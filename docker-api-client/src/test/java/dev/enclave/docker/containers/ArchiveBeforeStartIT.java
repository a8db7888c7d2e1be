package dev.enclave.docker.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.NotFoundException;
import dev.enclave.docker.OnEverySocket;
import dev.enclave.docker.Output;
import dev.enclave.docker.transport.SocketKind;
import dev.enclave.testing.Conformance;
import dev.enclave.testing.TestContainers;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.TestVolumes;
import dev.enclave.testing.TinyTar;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A named volume is filled through a container that was created and never started: how a program is brought to where others run it. */
@OnEverySocket
@Conformance({"containers.putArchive", "containers.getArchive", "containers.statPath"})
class ArchiveBeforeStartIT {

    private static final Duration SHORT = Duration.ofSeconds(60);

    @RegisterExtension
    @Order(1)
    final TestVolumes volumes = new TestVolumes();

    @RegisterExtension
    @Order(2)
    final TestContainers containers = new TestContainers();

    @Parameter
    SocketKind kind;

    private ContainerOperations operations() {
        return TestEngine.client(kind).containers();
    }

    @Test
    void filesArePutIntoAVolumeAreSeenThereAndOutliveTheContainer() {
        byte[] program = new byte[300_000];
        new Random(3).nextBytes(program);
        String volume = volumes.create();
        String created = containers.create(mounted(volume, false, "true"));

        operations()
                .putArchive(created, "/opt/tool", Mono.just(tar("program", program)))
                .block(SHORT);

        PathStat stat = operations().statPath(created, "/opt/tool/program").block(SHORT);
        assertThat(stat.name()).isEqualTo("program");
        assertThat(stat.size()).isEqualTo(program.length);
        assertThat(stat.mode() & 0777).isEqualTo(0755);
        assertThat(read(created, "/opt/tool/program")).containsOnly(Map.entry("program", program));
        assertThat(operations().inspect(created).block(SHORT).state().status()).isEqualTo("created");

        operations().remove(created, RemoveOptions.FORCE).block(SHORT);
        String next = containers.create(mounted(volume, true, "true"));
        assertThat(read(next, "/opt/tool/program")).containsOnly(Map.entry("program", program));
    }

    @Test
    void aProgramThatWasPutThereRunsFromAReadOnlyMountOfTheVolume() {
        byte[] script = "#!/bin/sh\necho it runs\n".getBytes(StandardCharsets.UTF_8);
        String volume = volumes.create();
        String filler = containers.create(mounted(volume, false, "true"));
        operations()
                .putArchive(filler, "/opt/tool", Mono.just(tar("program", script)))
                .block(SHORT);

        String runner = containers.start(mounted(volume, true, "/opt/tool/program"));

        assertThat(operations()
                        .waitFor(runner, WaitCondition.NOT_RUNNING)
                        .block(SHORT)
                        .statusCode())
                .isZero();
        assertThat(Output.of(operations().logs(runner, LogOptions.DEFAULTS))
                        .block(SHORT)
                        .out())
                .isEqualTo("it runs\n");
    }

    @Test
    @Tag("C8")
    void whatIsNotInTheVolumeIsNotFound() {
        String created = containers.create(mounted(volumes.create(), false, "true"));

        operations()
                .statPath(created, "/opt/tool/program")
                .as(StepVerifier::create)
                .expectError(NotFoundException.class)
                .verify(SHORT);
    }

    private static byte[] tar(String name, byte[] content) {
        return new TinyTar().file(name, content).bytes();
    }

    private static ContainerConfig.Builder mounted(String volume, boolean readOnly, String... command) {
        return TestContainers.config(command)
                .hostConfig(TestContainers.host()
                        .mounts(List.of(MountConfig.volume(volume, "/opt/tool", readOnly)))
                        .build());
    }

    private Map<String, byte[]> read(String container, String path) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        operations().getArchive(container, path).doOnNext(all::writeBytes).blockLast(SHORT);
        return TinyTar.read(all.toByteArray());
    }
}
