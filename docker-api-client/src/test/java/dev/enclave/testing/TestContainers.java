package dev.enclave.testing;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.NotFoundException;
import dev.enclave.docker.containers.ContainerConfig;
import dev.enclave.docker.containers.HostConfig;
import dev.enclave.docker.containers.RemoveOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.core.publisher.Flux;

/**
 * Containers of BusyBox that bear the mark of the {@link TestRun}, and are removed after each test, or after all tests of a class. For
 * {@code @RegisterExtension}.
 */
public final class TestContainers implements AfterEachCallback, AfterAllCallback {

    /** A label by which a test knows the events of its own containers. */
    public static final String MARK = "enclave.test.mark";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Queue<String> created = new ConcurrentLinkedQueue<>();

    private final boolean shared;

    /** Makes an extension for containers that live as long as a test. */
    public TestContainers() {
        this(false);
    }

    private TestContainers(boolean shared) {
        this.shared = shared;
    }

    /** Makes an extension, for a static field, for containers that all tests of a class share. */
    public static TestContainers ofClass() {
        return new TestContainers(true);
    }

    /** Starts the description of a container that runs a command, without a network. */
    public static ContainerConfig.Builder config(String... command) {
        return ContainerConfig.builder(TestImages.require(TestImages.BUSYBOX))
                .cmd(List.of(command))
                .labels(TestRun.labels())
                .hostConfig(host().build());
    }

    /** Starts the description of how a container sits on its host: without a network. */
    public static HostConfig.Builder host() {
        return HostConfig.builder().networkMode("none");
    }

    /** Returns a new name; a container that gets it is removed too. */
    public String name() {
        String name = TestRun.name("container");
        created.add(name);
        return name;
    }

    /** Creates a container and returns its name. */
    public String create(ContainerConfig.Builder config) {
        String name = name();
        client().containers().create(name, config.build()).block(PATIENCE);
        return name;
    }

    /** Creates and starts a container and returns its name. */
    public String start(ContainerConfig.Builder config) {
        String name = create(config);
        client().containers().start(name).block(PATIENCE);
        return name;
    }

    /** Creates a container with a {@link #MARK} and removes it again, by a client of that engine; returns the name that it had. */
    public static String createAndRemove(DockerClient client, String mark) {
        String name = TestRun.name("event");
        client.containers()
                .create(
                        name,
                        config("true")
                                .labels(Map.of(TestRun.LABEL, TestRun.ID, MARK, mark))
                                .build())
                .then(client.containers().remove(name, RemoveOptions.FORCE))
                .block(PATIENCE);
        return name;
    }

    /** Starts a container that does nothing, until it is removed, and returns its name. */
    public String startIdle() {
        return start(config("tail", "-f", "/dev/null"));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (!shared) {
            removeAll();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (TestClasses.isOutermost(context)) {
            removeAll();
        }
    }

    private void removeAll() {
        Flux.fromIterable(created)
                .flatMap(
                        name -> client().containers()
                                .remove(name, RemoveOptions.FORCE)
                                .onErrorComplete(NotFoundException.class),
                        4)
                .blockLast(PATIENCE);
        created.clear();
    }

    private static DockerClient client() {
        return TestEngine.client();
    }
}
