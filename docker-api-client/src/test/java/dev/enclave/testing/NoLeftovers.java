package dev.enclave.testing;

import static java.util.function.Predicate.not;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.core.publisher.Mono;

/**
 * Fails a test class that leaves a container, network or volume on the engine, and removes it so that later classes do not suffer.
 *
 * <p>JUnit finds this as a service; it watches the classes whose name ends in {@code IT}. What the engine removes by itself a moment later
 * is waited for. An engine is often shared, so only what is known to be ours counts: what carries the mark of this {@link TestRun}, and
 * what carries labels of our own without the mark of another run. The latter may still belong to somebody, so it is named but
 * not removed.
 */
public final class NoLeftovers implements BeforeAllCallback, AfterAllCallback {

    /** JUnit's configuration parameter for how long is waited, as ISO 8601; default ten seconds. */
    static final String PATIENCE = "enclave.leftovers.patience";

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final ExtensionContext.Namespace SPACE = ExtensionContext.Namespace.create(NoLeftovers.class);

    /** Made by JUnit. */
    public NoLeftovers() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        if (watches(context)) {
            TestEngine.client();
            context.getStore(SPACE)
                    .put("before", new HashSet<>(inventory(context).take()));
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (!watches(context)) {
            return;
        }
        Set<?> before = context.getStore(SPACE).get("before", Set.class);
        if (before == null) {
            return; // there is no engine, which beforeAll has said
        }
        EngineInventory inventory = inventory(context);
        Set<EngineObject> left = awaitNone(inventory, before, patience(context));
        left.stream().filter(EngineObject::isOfThisRun).forEach(inventory::remove);
        if (!left.isEmpty()) {
            throw new AssertionError("%s left behind on the engine: %s"
                    .formatted(
                            context.getDisplayName(),
                            left.stream().map(EngineObject::toString).collect(Collectors.joining(", "))));
        }
    }

    private static boolean watches(ExtensionContext context) {
        return TestClasses.isOutermost(context)
                && context.getRequiredTestClass().getSimpleName().endsWith("IT");
    }

    private static Duration patience(ExtensionContext context) {
        return context.getConfigurationParameter(PATIENCE, Duration::parse).orElse(Duration.ofSeconds(10));
    }

    private static Set<EngineObject> awaitNone(EngineInventory inventory, Set<?> before, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        Set<EngineObject> left = leftovers(inventory, before);
        while (!left.isEmpty() && System.nanoTime() < deadline) {
            Mono.delay(PAUSE).block();
            left = leftovers(inventory, before);
        }
        return left;
    }

    private static Set<EngineObject> leftovers(EngineInventory inventory, Set<?> before) {
        return inventory.take().stream()
                .filter(EngineObject::isOurs)
                .filter(not(before::contains))
                .collect(Collectors.toSet());
    }

    /** One for the whole run; JUnit closes it, and the shared clients with it, after the last test class. */
    private static EngineInventory inventory(ExtensionContext context) {
        return context.getRoot()
                .getStore(SPACE)
                .computeIfAbsent(Shared.class, key -> new Shared(EngineInventory.open()), Shared.class)
                .inventory();
    }

    private record Shared(EngineInventory inventory) implements AutoCloseable {
        @Override
        public void close() {
            inventory.close();
            TestEngine.close();
        }
    }
}
