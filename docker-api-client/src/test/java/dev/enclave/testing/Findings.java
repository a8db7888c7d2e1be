package dev.enclave.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What a guard saw; filled from any thread, also from one that must not block. */
final class Findings {

    private final Queue<Throwable> seen = new ConcurrentLinkedQueue<>();

    void add(Throwable finding) {
        seen.add(finding);
    }

    /** Empties this and returns what was in it, oldest first. */
    List<Throwable> take() {
        List<Throwable> taken = new ArrayList<>();
        for (Throwable next = seen.poll(); next != null; next = seen.poll()) {
            taken.add(next);
        }
        return taken;
    }
}
