package dev.enclave.testing;

import dev.enclave.docker.NotFoundException;
import dev.enclave.docker.networks.NetworkConfig;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.core.publisher.Flux;

/**
 * Networks that bear the mark of the {@link TestRun}, and are removed after each test. For {@code @RegisterExtension}, with an
 * {@code @Order} before the containers that use them: JUnit undoes extensions last to first.
 */
public final class TestNetworks implements AfterEachCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Queue<String> created = new ConcurrentLinkedQueue<>();

    /** Makes an extension. */
    public TestNetworks() {}

    /** Starts the description of a network that this extension removes. */
    public NetworkConfig.Builder config() {
        String name = TestRun.name("network");
        created.add(name);
        return NetworkConfig.builder(name).labels(TestRun.labels());
    }

    /** Creates a network and returns its name. */
    public String create(NetworkConfig.Builder config) {
        NetworkConfig built = config.build();
        TestEngine.client().networks().create(built).block(PATIENCE);
        return built.name();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Flux.fromIterable(created)
                .flatMap(
                        name -> TestEngine.client().networks().remove(name).onErrorComplete(NotFoundException.class), 4)
                .blockLast(PATIENCE);
        created.clear();
    }
}
