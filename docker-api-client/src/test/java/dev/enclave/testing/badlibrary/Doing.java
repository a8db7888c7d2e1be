package dev.enclave.testing.badlibrary;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Every method breaks a rule, but for the last two. */
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

    static void passingOn(Mono<String> mono, Subscriber<String> subscriber) {
        mono.subscribe(subscriber);
    }

    static void requesting(Subscription subscription) {
        subscription.request(1);
    }
}
