package dev.enclave.testing;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import io.netty.util.ResourceLeakTracker;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Fails test classes in which a buffer, or anything else that Netty counts, became garbage before it was released.
 *
 * <p>Netty notices only after a garbage collection and says so only when the next buffer is allocated: {@link #take()} makes both
 * happen. The report names the places that used the buffer, which may well belong to an earlier test class.
 */
public final class BufferLeaks {

    private static final Findings FINDINGS = new Findings();
    private static final List<ResourceLeakDetector<?>> DETECTORS = new CopyOnWriteArrayList<>();
    private static final AtomicBoolean ARMED = new AtomicBoolean();

    private BufferLeaks() {}

    /** Collects garbage, then takes, and so forgives, the leaks since the last call. */
    public static List<Throwable> take() {
        // Twice: references are queued one after the other, so the second canary proves that all of the first round
        // were.
        awaitGarbageCollection();
        awaitGarbageCollection();
        DETECTORS.forEach(BufferLeaks::provokeReport);
        return FINDINGS.take();
    }

    static void arm() {
        if (ARMED.compareAndSet(false, true)) {
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
            ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new RecordingFactory());
        }
    }

    private static void awaitGarbageCollection() {
        ReferenceQueue<Object> collected = new ReferenceQueue<>();
        WeakReference<Object> canary = new WeakReference<>(new Object(), collected);
        System.gc();
        try {
            Objects.requireNonNull(collected.remove(10_000), "System.gc() collects nothing in this JVM");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Reference.reachabilityFence(canary);
        }
    }

    /** Detectors look at what was collected whenever they begin to track something. */
    private static <T> void provokeReport(ResourceLeakDetector<T> detector) {
        @SuppressWarnings("unchecked") // a detector never looks into what it tracks
        T tracked = (T) new Object();
        ResourceLeakTracker<T> tracker = detector.track(tracked);
        if (tracker != null) {
            tracker.close(tracked);
        }
    }

    private static final class RecordingFactory extends ResourceLeakDetectorFactory {
        @Override
        @SuppressWarnings(
                "deprecation") // the only method that implementations have to give, yet deprecated for callers
        public <T> ResourceLeakDetector<T> newResourceLeakDetector(
                Class<T> resource, int samplingInterval, long maxActive) {
            ResourceLeakDetector<T> detector = new RecordingDetector<>(resource, samplingInterval);
            DETECTORS.add(detector);
            return detector;
        }
    }

    private static final class RecordingDetector<T> extends ResourceLeakDetector<T> {
        RecordingDetector(Class<?> resource, int samplingInterval) {
            super(resource, samplingInterval);
        }

        @Override
        protected boolean needReport() {
            return true;
        }

        @Override
        protected void reportTracedLeak(String resource, String records) {
            FINDINGS.add(new AssertionError("LEAK: a %s was not released. Used by:%s".formatted(resource, records)));
        }

        @Override
        protected void reportUntracedLeak(String resource) {
            FINDINGS.add(new AssertionError("LEAK: a %s was not released (no record of its uses)".formatted(resource)));
        }
    }
}
