package dev.enclave.docker.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.ApiVersionException;
import dev.enclave.docker.ConnectionLostException;
import dev.enclave.docker.transport.ApiVersion;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

@Tag("C7")
class VersionNegotiatorTests {

    private static final Duration SHORT = Duration.ofSeconds(5);

    @ParameterizedTest
    @CsvSource({"1.41, 1.41", "1.44, 1.44", "1.51, 1.51", "1.52, 1.51", "1.99, 1.51", "2.0, 1.51", "' 1.45 ', 1.45"})
    void speaksTheEnginesNewestVersionUpToOurs(String announced, String spoken) {
        negotiator(announced)
                .version()
                .as(StepVerifier::create)
                .expectNext(ApiVersion.of(spoken))
                .expectComplete()
                .verify(SHORT);
    }

    @Test
    void speaksOurOldestVersionWithAnEngineThatAnnouncesNone() {
        negotiator(null)
                .version()
                .as(StepVerifier::create)
                .expectNext(ApiVersion.MINIMUM)
                .expectComplete()
                .verify(SHORT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.40", "1.24", "0.9"})
    void refusesAnEngineThatIsTooOld(String announced) {
        negotiator(announced)
                .version()
                .as(StepVerifier::create)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(ApiVersionException.class)
                        .hasMessageContaining(announced)
                        .hasMessageContaining("1.41")
                        .hasMessageContaining("update the engine"))
                .verify(SHORT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "latest", "1", "1.41.2", "1.-1"})
    void refusesWhatIsNoVersion(String announced) {
        negotiator(announced)
                .version()
                .as(StepVerifier::create)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(ApiVersionException.class)
                        .hasMessageContaining("'" + announced + "'"))
                .verify(SHORT);
    }

    @Test
    void asksNothingWhenAVersionIsPinned() {
        Mono<ApiAnswer> ping = Mono.error(new AssertionError("asked"));

        new VersionNegotiator(ping, new ApiVersion(1, 43))
                .version()
                .as(StepVerifier::create)
                .expectNext(new ApiVersion(1, 43))
                .expectComplete()
                .verify(SHORT);
    }

    @Test
    @Tag("C1")
    void asksNothingBeforeItIsSubscribedAndThenOnce() {
        AtomicInteger asked = new AtomicInteger();
        VersionNegotiator negotiator = new VersionNegotiator(counting(asked, Mono.just(pong("1.41"))), null);
        Mono<ApiVersion> version = negotiator.version();
        assertThat(asked).hasValue(0);

        Mono.zip(version, version, version).block(SHORT);
        negotiator.version().block(SHORT);

        assertThat(asked).hasValue(1);
    }

    @Test
    void asksOnceForManyThatWaitAtTheSameTime() {
        AtomicInteger asked = new AtomicInteger();
        Sinks.One<ApiAnswer> answer = Sinks.one();
        VersionNegotiator negotiator = new VersionNegotiator(counting(asked, answer.asMono()), null);

        StepVerifier.create(Mono.zip(negotiator.version(), negotiator.version()))
                .then(() -> answer.emitValue(pong("1.43"), Sinks.EmitFailureHandler.FAIL_FAST))
                .assertNext(both -> assertThat(both.getT1()).isEqualTo(both.getT2()))
                .expectComplete()
                .verify(SHORT);

        assertThat(asked).hasValue(1);
    }

    @Test
    void asksAgainAfterAFailure() {
        AtomicInteger asked = new AtomicInteger();
        Mono<ApiAnswer> failsOnce = Mono.defer(() -> asked.incrementAndGet() == 1
                ? Mono.error(new ConnectionLostException("GET /_ping", "gone", false, null))
                : Mono.just(pong("1.41")));
        Mono<ApiVersion> version = new VersionNegotiator(failsOnce, null).version();

        version.as(StepVerifier::create)
                .expectError(ConnectionLostException.class)
                .verify(SHORT);
        version.as(StepVerifier::create)
                .expectNext(ApiVersion.MINIMUM)
                .expectComplete()
                .verify(SHORT);
    }

    @Test
    void servesTheOthersWhenTheFirstOneCancels() {
        Sinks.One<ApiAnswer> answer = Sinks.one();
        VersionNegotiator negotiator = new VersionNegotiator(answer.asMono(), null);
        Disposable first = negotiator.version().subscribe();

        StepVerifier.create(negotiator.version())
                .then(first::dispose)
                .then(() -> answer.emitValue(pong("1.42"), Sinks.EmitFailureHandler.FAIL_FAST))
                .expectNext(new ApiVersion(1, 42))
                .expectComplete()
                .verify(SHORT);
    }

    @Test
    void dropsNoErrorWhenNobodyWaitsAnyMore() {
        Sinks.One<ApiAnswer> answer = Sinks.one();
        VersionNegotiator negotiator = new VersionNegotiator(answer.asMono(), null);
        negotiator.version().subscribe().dispose();

        // The guard on dropped errors fails this class otherwise.
        answer.emitError(
                new ConnectionLostException("GET /_ping", "gone", false, null), Sinks.EmitFailureHandler.FAIL_FAST);

        negotiator
                .version()
                .as(StepVerifier::create)
                .expectError(ConnectionLostException.class)
                .verify(SHORT);
    }

    private static VersionNegotiator negotiator(String announced) {
        return new VersionNegotiator(Mono.just(pong(announced)), null);
    }

    private static Mono<ApiAnswer> counting(AtomicInteger counter, Mono<ApiAnswer> answer) {
        return Mono.defer(() -> {
            counter.incrementAndGet();
            return answer;
        });
    }

    private static ApiAnswer pong(String announced) {
        HttpHeaders headers =
                DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
        if (announced != null) {
            headers.set("Api-Version", announced);
        }
        return new ApiAnswer(200, headers, new byte[0]);
    }
}
