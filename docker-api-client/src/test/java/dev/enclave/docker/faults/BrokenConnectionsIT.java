package dev.enclave.docker.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.DockerClientOptions;
import dev.enclave.docker.OnEverySocket;
import dev.enclave.docker.system.EngineEvent;
import dev.enclave.docker.system.EventOptions;
import dev.enclave.docker.transport.SocketKind;
import dev.enclave.testing.Eventually;
import dev.enclave.testing.RandomCases;
import dev.enclave.testing.TestContainers;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.TestRun;
import dev.enclave.testing.proxy.Fault;
import dev.enclave.testing.proxy.FaultProxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import reactor.core.Disposable;

/** What users do not notice of connections that break. */
@OnEverySocket
class BrokenConnectionsIT {

    private static final Duration SHORT = Duration.ofSeconds(60);
    private static final List<Fault.Kind> BREAKS =
            List.of(Fault.Kind.RESET, Fault.Kind.TRUNCATE, Fault.Kind.SPLIT, Fault.Kind.DELAY);

    @Parameter
    SocketKind kind;

    private final DockerClient direct = TestEngine.client();
    private final String mark = TestRun.name("mark");
    private FaultProxy proxy;
    private DockerClient client;

    @BeforeEach
    void open() {
        proxy = FaultProxy.toTestEngine();
        client = DockerClient.create(DockerClientOptions.DEFAULTS
                .withEndpoint(proxy.endpoint())
                .withSocketKind(kind)
                .withEventLoopThreads(1));
    }

    @AfterEach
    void close() {
        client.close().block(SHORT);
        proxy.close();
    }

    @Test
    void noticesNothingWhenOnlyItsIdleConnectionsWereBroken() {
        for (int outage = 0; outage < 20; outage++) {
            assertThat(client.system().version().block(SHORT)).isNotNull();
            proxy.cut();
        }
    }

    @Test
    void seesEachEventOnceWhereverItsConnectionsBreak() {
        List<String> seen = new CopyOnWriteArrayList<>();
        List<String> made = new ArrayList<>();
        EventOptions ours = EventOptions.ALL
                .withFilter("type", "container")
                .withFilter("label", TestContainers.MARK + "=" + mark)
                .between(Instant.now(), Instant.now().plusSeconds(3_600));
        Disposable watching = client.system()
                .resumableEvents(ours, SHORT)
                .filter(event -> String.valueOf(event.action()).equals("create"))
                .map(BrokenConnectionsIT::nameIn)
                .subscribe(seen::add);

        RandomCases.check(30, random -> {
            proxy.inject(breaking(random));
            made.add(createAndRemove());
        });
        proxy.heal();

        Eventually.get("events", () -> seen, all -> all.size() >= made.size());
        assertThat(seen).isEqualTo(made);
        watching.dispose();
    }

    private static Fault breaking(Random random) {
        Fault.Kind how = BREAKS.get(random.nextInt(BREAKS.size()));
        return new Fault(how, Fault.Side.ANSWER, random.nextInt(900), random.nextLong(), false);
    }

    private static String nameIn(EngineEvent event) {
        return event.actor().attributes().get("name");
    }

    private String createAndRemove() {
        return TestContainers.createAndRemove(direct, mark);
    }
}
