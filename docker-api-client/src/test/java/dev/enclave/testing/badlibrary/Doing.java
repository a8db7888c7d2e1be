package dev.enclave.testing.badlibrary;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** Every method breaks a rule, but for the last three. */
final class Doing {

    private Doing() {}

    static String blockingCall(Mono<String> mono) {
        return mono.block();
    }

    static Function<Flux<String>, Iterable<String>> blockingReference() {
        return Flux::toIterable;
    }

    static String joining(CompletableFuture<String> future) {
        return future.join();
    }

    static Disposable subscribing(Mono<String> mono) {
        return mono.subscribe();
    }

    static Function<Flux<String>, Disposable> subscribingReference() {
        return flux -> flux.subscribe(text -> {});
    }

    static Thread makingThread(Runnable task) {
        return new Thread(task);
    }

    static void sleeping() throws InterruptedException {
        Thread.sleep(1);
    }

    static void printing(Exception e) {
        System.out.println("text");
        e.printStackTrace();
    }

    static Function<Duration, Mono<Long>> delaying() {
        return Mono::delay;
    }

    static Mono<String> timing(Mono<String> mono) {
        return mono.timeout(Duration.ofSeconds(1));
    }

    static Retry pausing() {
        return Retry.backoff(1, Duration.ofSeconds(1));
    }

    static Scheduler schedulingAnywhere() {
        return Schedulers.parallel();
    }

    static Flux<Long> ticking(Scheduler scheduler) {
        return Flux.interval(Duration.ofSeconds(1), scheduler);
    }

    static Mono<Long> delayingElsewhere(Scheduler scheduler) {
        return Mono.delay(Duration.ofSeconds(1), scheduler);
    }

    static void passingOn(Mono<String> mono, Subscriber<String> subscriber) {
        mono.subscribe(subscriber);
    }

    static void requesting(Subscription subscription) {
        subscription.request(1);
    }
}
