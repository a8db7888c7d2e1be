package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.system.EngineEvent;
import dev.enclave.docker.system.EventOptions;
import dev.enclave.docker.volumes.VolumeConfig;
import dev.enclave.engine.support.OwnDockerd;
import dev.enclave.testing.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;

/** A dockerd of this test's own is killed and started again under somebody who watches its events. */
@Tag("C8")
class EventsOverRestartIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path root;

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();

    @Test
    void aWatcherSeesWhatHappensBeforeAndAfterOnce() throws IOException {
        try (OwnDockerd dockerd = OwnDockerd.start(root)) {
            Disposable watching = watch(dockerd);
            create(dockerd, "first");

            dockerd.kill();
            dockerd.startAgain();
            create(dockerd, "second");

            dockerd.kill();
            dockerd.startAgain();
            create(dockerd, "third");

            assertThat(seen).containsExactly("first", "second", "third");
            assertThat(errors).isEmpty();
            watching.dispose();
        }
    }

    private Disposable watch(OwnDockerd dockerd) {
        return dockerd.client()
                .system()
                .resumableEvents(new EventOptions(Instant.now(), null, Map.of("type", List.of("volume"))), PATIENCE)
                .filter(event -> "create".equals(event.action()))
                .map(EngineEvent::actor)
                .subscribe(volume -> seen.add(volume.id()), errors::add);
    }

    /** Makes a volume, and waits until its event has been seen. */
    private void create(OwnDockerd dockerd, String name) {
        dockerd.client().volumes().create(VolumeConfig.of(name)).block(PATIENCE);
        Eventually.get("events", () -> List.copyOf(seen), names -> names.contains(name) || !errors.isEmpty());
    }
}
