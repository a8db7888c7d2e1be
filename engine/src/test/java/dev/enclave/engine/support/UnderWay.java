package dev.enclave.engine.support;

import dev.enclave.docker.observation.ExchangeObserver;
import dev.enclave.docker.observation.ExchangeRequest;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.util.context.ContextView;

/** Counts launches (from the create to the end of the start) and removals that are under way, as the client sees them. */
public final class UnderWay implements ExchangeObserver {

    private final AtomicInteger launches = new AtomicInteger();
    private final AtomicInteger removals = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger launched = new AtomicInteger();

    /** Forgets what there was. */
    public void reset() {
        launches.set(0);
        removals.set(0);
        most.set(0);
        launched.set(0);
    }

    /** Returns how many launches and removals there were at most at a time. */
    public int most() {
        return most.get();
    }

    /** Returns how many launches have come to the end of their start. */
    public int launched() {
        return launched.get();
    }

    @Override
    public Watch begin(ExchangeRequest request, ContextView context) {
        return switch (request.method() + " " + request.template()) {
            case "POST /containers/create" -> {
                note(launches.incrementAndGet() + removals.get());
                yield end -> {};
            }
            case "POST /containers/{id}/start" ->
                end -> {
                    launched.incrementAndGet();
                    launches.decrementAndGet();
                };
            case "DELETE /containers/{id}" -> {
                note(removals.incrementAndGet() + launches.get());
                yield end -> removals.decrementAndGet();
            }
            default -> end -> {};
        };
    }

    private void note(int now) {
        most.accumulateAndGet(now, Math::max);
    }
}
