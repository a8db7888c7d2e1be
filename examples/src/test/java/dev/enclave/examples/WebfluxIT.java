package dev.enclave.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.SandboxEngine;
import dev.enclave.engine.SandboxEvent;
import dev.enclave.engine.SandboxInfo;
import dev.enclave.engine.SandboxState;
import dev.enclave.testing.Eventually;
import dev.enclave.testing.TestImages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebfluxIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Set<String> sandboxes = ConcurrentHashMap.newKeySet();

    private ConfigurableApplicationContext application;
    private SandboxEngine engine;
    private Disposable watching;

    @BeforeAll
    void start() {
        TestImages.require(TestImages.PYTHON);
        application = Webflux.start(List.of()).block(PATIENCE);
        engine = application.getBean(SandboxEngine.class);
        watching = engine.events()
                .filter(event -> event.state() == SandboxState.RUNNING)
                .map(SandboxEvent::sandboxId)
                .subscribe(sandboxes::add);
    }

    @AfterAll
    void stop() {
        watching.dispose();
        application.close();
    }

    @BeforeEach
    void forget() {
        sandboxes.clear();
    }

    @Test
    @Tag("C8")
    void answersOutputAsItComesAndThenTheEnd() {
        Flux<ServerSentEvent<Map<String, Object>>> answer = post("import sys; print('hello'); sys.exit(3)");

        StepVerifier.create(answer.filter(event -> "output".equals(event.event()))
                        .map(event -> event.data().get("text").toString())
                        .reduce("", String::concat))
                .expectNext("hello\n")
                .expectComplete()
                .verify(PATIENCE);
        StepVerifier.create(answer.last())
                .assertNext(end -> {
                    assertThat(end.event()).isEqualTo("end");
                    assertThat(end.data()).containsEntry("status", "ERROR").containsEntry("exitCode", 3);
                })
                .expectComplete()
                .verify(PATIENCE);
        assertThat(sandboxes).hasSize(2);
        assertThat(running()).isEmpty();
    }

    @Test
    @Tag("C1")
    void removesTheSandboxWhenTheClientGoesAway() {
        Flux<ServerSentEvent<Map<String, Object>>> answer = post("""
                import time
                while True:
                    print("still here")
                    time.sleep(0.1)
                """);

        StepVerifier.create(answer, 3).expectNextCount(3).thenCancel().verify(PATIENCE);

        assertThat(sandboxes).hasSize(1);
        Eventually.get("the sandboxes of the client that went away", this::running, List::isEmpty);
    }

    @Test
    @Tag("C1")
    void removesTheSandboxOfAProgramThatPrintsNothingWhenTheClientGoesAway() {
        Disposable client = post("import time; time.sleep(1000)").subscribe();
        Eventually.get("the sandboxes", this::running, running -> running.size() == 1);

        client.dispose();

        Eventually.get("the sandboxes of the client that went away", this::running, List::isEmpty);
    }

    @Test
    @Tag("C2")
    void runsAsAnExampleUntilItIsInterruptedWhichItsClientsAreTold(@TempDir Path temporary) {
        try (ExampleProcess process = ExampleProcess.start(temporary, "webflux")) {
            process.awaitOutput("curl -N http://127.0.0.1:");
            Mono<ServerSentEvent<Map<String, Object>>> last = post(
                            portIn(process.out()), "print('ready'); import time; time.sleep(1000)")
                    .doOnNext(event -> process.interrupt())
                    .last();

            StepVerifier.create(last)
                    .assertNext(end -> assertThat(end.data()).containsEntry("status", "CANCELLED"))
                    .expectComplete()
                    .verify(PATIENCE);
            process.await();
            assertThat(process.containers()).isEmpty();
            assertThat(process.err()).isEmpty();
            assertThat(temporary).isEmptyDirectory();
        }
    }

    private static String portIn(String invitation) {
        return invitation.replaceFirst("(?s).* on port (\\d+) .*", "$1");
    }

    private Flux<ServerSentEvent<Map<String, Object>>> post(String program) {
        return post(application.getEnvironment().getProperty("local.server.port"), program);
    }

    private static Flux<ServerSentEvent<Map<String, Object>>> post(String port, String program) {
        return WebClient.create("http://127.0.0.1:" + port)
                .post()
                .uri("/run")
                .contentType(MediaType.valueOf("text/x-python"))
                .bodyValue(program)
                .retrieve()
                .bodyToFlux(new ParameterizedTypeReference<>() {});
    }

    /** Those sandboxes of this application that the engine still knows. */
    private List<String> running() {
        return engine.list()
                .map(SandboxInfo::id)
                .filter(sandboxes::contains)
                .collectList()
                .block(PATIENCE);
    }
}
