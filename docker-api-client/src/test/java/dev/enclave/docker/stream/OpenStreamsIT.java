package dev.enclave.docker.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.DockerClientOptions;
import dev.enclave.docker.OnEverySocket;
import dev.enclave.docker.containers.AttachOptions;
import dev.enclave.docker.containers.LogOptions;
import dev.enclave.docker.containers.WaitCondition;
import dev.enclave.docker.system.EventOptions;
import dev.enclave.docker.transport.PoolOptions;
import dev.enclave.docker.transport.SocketKind;
import dev.enclave.testing.Eventually;
import dev.enclave.testing.TestContainers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Many long-lived streams beside short requests (C6), on few threads (C9), each gone when it is cancelled (C1). */
@OnEverySocket
@EnabledOnOs(OS.LINUX)
class OpenStreamsIT {

    private static final Duration SHORT = Duration.ofSeconds(60);
    private static final LogOptions FOLLOWING = LogOptions.DEFAULTS.following();

    @RegisterExtension
    final TestContainers containers = new TestContainers();

    @Parameter
    SocketKind kind;

    private DockerClient client;
    private String container;
    private Instant started;

    @BeforeEach
    void connect() {
        // One connection for all short requests: a stream that took it would stop them all.
        client = DockerClient.create(DockerClientOptions.DEFAULTS
                .withSocketKind(kind)
                .withEventLoopThreads(2)
                .withPool(PoolOptions.DEFAULTS.withMaxConnections(1)));
        started = Instant.now();
        container = containers.start(TestContainers.config("sh", "-c", "echo ready; exec tail -f /dev/null"));
        client.containers().logs(container, FOLLOWING).blockFirst(SHORT);
    }

    @AfterEach
    void disconnect() {
        client.close().block(SHORT);
    }

    @Test
    @Tag("C6")
    @Tag("C9")
    void twoHundredNeitherDelayAPingNorNeedMoreThreads() {
        long threads = eventLoopThreads();
        long sockets = OpenSockets.count();
        Disposable.Composite streams = Disposables.composite();
        AtomicInteger opened = new AtomicInteger();
        for (int i = 0; i < 80; i++) {
            streams.add(follow(client.containers().logs(container, FOLLOWING), opened));
            streams.add(follow(client.system().events(sinceCreation()), opened));
        }
        Flux.range(0, 40)
                .flatMap(i -> client.containers().attach(container, AttachOptions.OUTPUT), 10)
                .doOnNext(streams::add)
                .blockLast(SHORT);
        Eventually.get("open logs and events", opened::get, count -> count == 160);

        Flux.range(0, 20).concatMap(i -> client.system().ping()).blockLast(Duration.ofSeconds(20));
        assertThat(client.containers()
                        .inspect(container)
                        .block(Duration.ofSeconds(20))
                        .state()
                        .running())
                .isTrue();

        assertThat(eventLoopThreads() - threads).isLessThanOrEqualTo(2);
        streams.dispose();
        OpenSockets.awaitAtMost(sockets);
    }

    @Test
    @Tag("C1")
    void closeTheirConnectionsWhenTheyAreCancelledInSilence() {
        client.system().ping().block(SHORT);
        long before = OpenSockets.count();
        DuplexStream attached =
                client.containers().attach(container, AttachOptions.OUTPUT).block(SHORT);
        Mono<?> exit =
                client.containers().armWait(container, WaitCondition.NEXT_EXIT).block(SHORT);
        AtomicInteger opened = new AtomicInteger();
        Disposable all = Disposables.composite(
                attached.output().subscribe(),
                exit.subscribe(),
                follow(client.containers().logs(container, FOLLOWING), opened),
                follow(client.system().events(sinceCreation()), opened));
        Eventually.get("open logs and events", opened::get, count -> count == 2);

        all.dispose();

        OpenSockets.awaitAtMost(before);
        assertThat(attached.isDisposed()).isTrue();
    }

    @Test
    @Tag("C1")
    void leaveNothingOpenWhereverTheyAreCancelled() {
        client.system().ping().block(SHORT);
        long before = OpenSockets.count();
        Random random = new Random();

        Flux.range(0, 200)
                .flatMap(i -> cancelledAfter(random.nextInt(6_000), i), 8)
                .blockLast(SHORT);

        OpenSockets.awaitAtMost(before);
    }

    private Mono<Void> cancelledAfter(int micros, int i) {
        Flux<?> stream = switch (i % 4) {
            case 0 ->
                client.containers().attach(container, AttachOptions.OUTPUT).flatMapMany(DuplexStream::output);
            case 1 -> client.containers().logs(container, FOLLOWING);
            case 2 -> client.system().events(EventOptions.ALL);
            default ->
                client.containers().waitFor(container, WaitCondition.NEXT_EXIT).flux();
        };
        return stream.takeUntilOther(Mono.delay(Duration.ofNanos(micros * 1_000L)))
                .then();
    }

    /** Each of these streams brings one element, which shows that it is open, and goes on in silence. */
    private static Disposable follow(Flux<?> stream, AtomicInteger opened) {
        return stream.doOnNext(first -> opened.incrementAndGet())
                .onErrorComplete()
                .subscribe();
    }

    private EventOptions sinceCreation() {
        return new EventOptions(started, null, Map.of("container", List.of(container), "event", List.of("create")));
    }

    private static long eventLoopThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("enclave-"))
                .count();
    }
}
