package dev.enclave.docker.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.ConnectionLostException;
import dev.enclave.docker.NotFoundException;
import dev.enclave.docker.OnEverySocket;
import dev.enclave.docker.transport.PoolOptions;
import dev.enclave.docker.transport.SocketKind;
import dev.enclave.testing.Eventually;
import dev.enclave.testing.ScriptedClient;
import dev.enclave.testing.ScriptedEngine;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.util.context.Context;

/** Streamed bodies: demand, cancellation, and an other side that answers or goes before it has everything. */
@OnEverySocket
class UploadTests {

    private static final Duration SHORT = Duration.ofSeconds(20);

    @Parameter
    SocketKind kind;

    @RegisterExtension
    final ScriptedClient scripted = new ScriptedClient();

    private void start(ScriptedEngine.Script script) {
        scripted.start(
                script, options -> options.withSocketKind(kind).withPool(PoolOptions.DEFAULTS.withMaxConnections(1)));
    }

    private Mono<Void> put(Flux<byte[]> tar) {
        return scripted.client().containers().putArchive("c", "/", tar);
    }

    @Test
    @Tag("C5")
    @Tag("C6")
    void areRequestedOnlyAsTheEngineTakesThemAndDelayNoOtherRequest() {
        CountDownLatch read = new CountDownLatch(1);
        start(connection -> {
            if (connection.index() == 0) {
                connection.await(read);
            }
            while (connection.readRequest() != null) {
                connection.sendJson(200, "{}");
            }
        });
        AtomicLong taken = new AtomicLong();
        Mono<Void> upload = put(Flux.range(0, 400)
                        .map(i -> new byte[50_000])
                        .doOnNext(chunk -> taken.incrementAndGet()))
                .cache();
        upload.subscribe();
        long[] last = {-1};
        Eventually.get("chunks taken, to stand still", taken::get, now -> {
            boolean same = now > 0 && now == last[0];
            last[0] = now;
            return same;
        });
        assertThat(taken.get()).isLessThan(300);

        assertThat(scripted.client().system().info().block(SHORT)).isNotNull();

        read.countDown();
        upload.block(SHORT);
        assertThat(taken).hasValue(400);
        assertThat(scripted.engine().requests())
                .anySatisfy(request -> assertThat(request.body()).hasSize(400 * 50_000));
    }

    @Test
    @Tag("C1")
    void stopTheirSourceAndCloseTheirConnectionWhenCancelled() {
        start(connection -> {
            connection.readExactly(1_000);
            connection.awaitEnd();
        });
        AtomicBoolean cancelled = new AtomicBoolean();
        Disposable upload = put(Flux.just(new byte[10_000])
                        .concatWith(Flux.never())
                        .doOnCancel(() -> cancelled.set(true)))
                .subscribe();
        Eventually.holds(
                "bytes arrived",
                () -> !scripted.engine().connections().isEmpty()
                        && scripted.engine().connections().get(0).bytesRead() > 1_000);

        upload.dispose();

        Eventually.holds("the source is cancelled", cancelled::get);
        Eventually.holds(
                "the connection has closed",
                () -> scripted.engine().connections().get(0).hasEnded());
    }

    @Test
    @Tag("C8")
    void failWithTheAnswerThatComesBeforeTheirEnd() {
        start(connection -> {
            connection.readExactly(1_000);
            connection.sendJson(404, "{\"message\":\"no such directory\"}");
            connection.awaitEnd();
        });

        put(Flux.range(0, 1_000).map(i -> new byte[50_000]).concatWith(Flux.never()))
                .as(StepVerifier::create)
                .expectError(NotFoundException.class)
                .verify(SHORT);
    }

    @Test
    @Tag("C8")
    void failWhenTheEngineGoesAndSayThatTheyMayHaveBeenCarriedOut() {
        start(connection -> connection.readExactly(1_000));

        put(Flux.range(0, 1_000).map(i -> new byte[50_000]))
                .as(StepVerifier::create)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                ConnectionLostException.class,
                                lost -> assertThat(lost.mayHaveBeenCarriedOut()).isTrue()))
                .verify(SHORT);
        assertThat(scripted.engine().connections()).hasSize(1);
    }

    @Test
    @Tag("C15")
    void seeTheContextOfTheirSubscriber() {
        start(connection -> {
            while (connection.readRequest() != null) {
                connection.sendJson(200, "{}");
            }
        });
        Flux<byte[]> fromContext = Flux.deferContextual(context -> Flux.just(context.<byte[]>get("content")));

        put(fromContext)
                .contextWrite(Context.of("content", new byte[] {1, 2, 3}))
                .block(SHORT);

        assertThat(scripted.engine().requests())
                .singleElement()
                .satisfies(request -> assertThat(request.body()).containsExactly(1, 2, 3));
    }
}
