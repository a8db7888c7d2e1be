package dev.enclave.testing;

import dev.enclave.docker.volumes.Volume;
import dev.enclave.docker.volumes.VolumeConfig;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.core.publisher.Flux;

/**
 * Volumes that bear the mark of the {@link TestRun}, and are removed after each test. For {@code @RegisterExtension}, with an
 * {@code @Order} before the containers that use them: JUnit undoes extensions last to first.
 */
public final class TestVolumes implements AfterEachCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Queue<String> created = new ConcurrentLinkedQueue<>();

    /** Makes an extension. */
    public TestVolumes() {}

    /** Describes a volume that this extension removes. */
    public VolumeConfig config() {
        String name = TestRun.name("volume");
        created.add(name);
        return VolumeConfig.of(name).withLabels(TestRun.labels());
    }

    /** Creates a volume and returns its name. */
    public String create() {
        Volume volume = TestEngine.client()
                .volumes()
                .create(config())
                .blockOptional(PATIENCE)
                .orElseThrow();
        return volume.name();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Flux.fromIterable(created)
                .flatMap(name -> TestEngine.client().volumes().remove(name, true), 4)
                .blockLast(PATIENCE);
        created.clear();
    }
}
