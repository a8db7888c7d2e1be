package dev.enclave.testing.proxy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A fault as long as it lasts, shared by all connections. */
final class Injection {

    private final Fault fault;
    private final AtomicInteger hits = new AtomicInteger();
    private final CountDownLatch healed = new CountDownLatch(1);

    Injection(Fault fault) {
        this.fault = fault;
    }

    Fault fault() {
        return fault;
    }

    /** Tells whether the fault is to happen on a connection that has come so far. */
    boolean strike() {
        return hits.getAndIncrement() == 0 || fault.everywhere();
    }

    int hits() {
        return hits.get();
    }

    void heal() {
        healed.countDown();
    }

    void awaitHealing() {
        try {
            healed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
