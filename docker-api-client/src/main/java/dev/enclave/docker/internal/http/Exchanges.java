package dev.enclave.docker.internal.http;

import dev.enclave.docker.observation.ExchangeEnd;
import dev.enclave.docker.observation.ExchangeEnd.Outcome;
import dev.enclave.docker.observation.ExchangeObserver;
import dev.enclave.docker.observation.ExchangeRequest;
import dev.enclave.docker.stream.DuplexStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/** Tells the observer of each exchange, and of its one end. */
final class Exchanges {

    private static final Logger LOG = LoggerFactory.getLogger("dev.enclave.request");

    private final ExchangeObserver observer;
    private final boolean nobodyWatches;

    Exchanges(ExchangeObserver observer) {
        this.observer = observer;
        this.nobodyWatches = observer.equals(ExchangeObserver.NONE);
    }

    /** An exchange that ends with its answer. */
    <T> Mono<T> observe(ApiRequest request, ExchangeRequest.Kind kind, Mono<T> exchange) {
        return nobodyWatches
                ? exchange
                : Mono.deferContextual(context -> {
                    Exchange watched = begin(request, kind, context);
                    return exchange.doOnSuccess(answer -> watched.complete())
                            .doOnError(watched::fail)
                            .doOnCancel(watched::cancel);
                });
    }

    /** An exchange that ends with its answer, which comes in pieces. */
    <T> Flux<T> observe(ApiRequest request, ExchangeRequest.Kind kind, Flux<T> exchange) {
        return nobodyWatches
                ? exchange
                : Flux.deferContextual(context -> {
                    Exchange watched = begin(request, kind, context);
                    return exchange.doOnNext(piece -> watched.answer())
                            .doOnComplete(watched::complete)
                            .doOnError(watched::fail)
                            .doOnCancel(watched::cancel);
                });
    }

    /** An exchange that ends with the stream that it opens. */
    Mono<DuplexStream> observeStream(ApiRequest request, ExchangeRequest.Kind kind, Mono<DuplexStream> opening) {
        return nobodyWatches
                ? opening
                : Mono.deferContextual(context -> {
                    Exchange watched = begin(request, kind, context);
                    return opening.doOnError(watched::fail)
                            .doOnCancel(watched::cancelUnlessAnswered)
                            .map(stream -> {
                                watched.answer();
                                return new ObservedStream(stream, watched);
                            });
                });
    }

    private Exchange begin(ApiRequest request, ExchangeRequest.Kind kind, ContextView context) {
        ExchangeRequest asked = new ExchangeRequest(request.method(), request.template(), request.path(), kind);
        return new Exchange(asked, beginGuarded(asked, context));
    }

    private ExchangeObserver.Watch beginGuarded(ExchangeRequest request, ContextView context) {
        try {
            return observer.begin(request, context);
        } catch (RuntimeException e) {
            warn(request, e);
            return end -> {};
        }
    }

    private static void warn(ExchangeRequest request, RuntimeException e) {
        LOG.warn("an observer of exchanges failed at {} {}", request.method(), request.path(), e);
    }

    /** One exchange: whatever comes first is its end, the others are not told. */
    static final class Exchange {

        private final ExchangeRequest request;
        private final ExchangeObserver.Watch watch;
        private final long begun = System.nanoTime();
        private final AtomicBoolean answered = new AtomicBoolean();
        private final AtomicBoolean ended = new AtomicBoolean();

        private Exchange(ExchangeRequest request, ExchangeObserver.Watch watch) {
            this.request = request;
            this.watch = watch;
        }

        void answer() {
            if (!ended.get() && answered.compareAndSet(false, true)) {
                guarded(watch::answered);
            }
        }

        void complete() {
            answer();
            end(Outcome.COMPLETED, null);
        }

        void fail(Throwable error) {
            end(Outcome.FAILED, error);
        }

        void cancel() {
            end(Outcome.CANCELLED, null);
        }

        /** Who has the stream decides about its end. */
        void cancelUnlessAnswered() {
            if (!answered.get()) {
                cancel();
            }
        }

        private void end(Outcome outcome, @Nullable Throwable error) {
            if (ended.compareAndSet(false, true)) {
                Duration duration = Duration.ofNanos(System.nanoTime() - begun);
                guarded(() -> watch.ended(new ExchangeEnd(outcome, error, duration)));
            }
        }

        private void guarded(Runnable notice) {
            try {
                notice.run();
            } catch (RuntimeException e) {
                warn(request, e);
            }
        }
    }
}
