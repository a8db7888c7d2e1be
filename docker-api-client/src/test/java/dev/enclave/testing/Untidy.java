package dev.enclave.testing;

import dev.enclave.docker.containers.ContainerConfig;
import dev.enclave.docker.containers.HostConfig;
import dev.enclave.docker.containers.MountConfig;
import dev.enclave.docker.containers.RemoveOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Test classes for {@link NoLeftoversIT} to run: their tests pass, but leave things on the engine. No build runs them by themselves. */
final class Untidy {

    static final String FORGOTTEN = TestRun.name("forgotten");
    static final String UNWATCHED = TestRun.name("unwatched");
    static final String SOMEBODYS = "enclave-test-somebodys-" + System.nanoTime();
    static final String VOLUME = TestRun.name("volume");

    private Untidy() {}

    static class ForgettingIT {
        @Test
        void passes() {
            create(FORGOTTEN, TestRun.labels(), HostConfig.builder().build());
        }
    }

    static class LeavingAVolumeIT {
        @Test
        void passes() {
            HostConfig host = HostConfig.builder()
                    .mounts(List.of(MountConfig.volume(VOLUME, "/data", false)))
                    .build();
            create(VOLUME, TestRun.labels(), host);
            TestEngine.client().containers().remove(VOLUME, RemoveOptions.FORCE).block(Duration.ofSeconds(20));
        }
    }

    static class BesideSomebodyElseIT {
        @Test
        void passes() {
            create(
                    SOMEBODYS,
                    Map.of(TestRun.LABEL, "another"),
                    HostConfig.builder().build());
        }
    }

    static class ForgettingTests {
        @Test
        void passes() {
            create(UNWATCHED, TestRun.labels(), HostConfig.builder().build());
        }
    }

    private static void create(String name, Map<String, String> labels, HostConfig host) {
        ContainerConfig config = ContainerConfig.builder(TestImages.require(TestImages.BUSYBOX))
                .cmd(List.of("true"))
                .labels(labels)
                .hostConfig(host)
                .build();
        TestEngine.client().containers().create(name, config).block(Duration.ofSeconds(20));
    }
}
