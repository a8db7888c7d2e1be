package dev.enclave.docker.observation.micrometer;

import dev.enclave.docker.observation.ExchangeEnd;
import dev.enclave.docker.observation.ExchangeObserver;
import dev.enclave.docker.observation.ExchangeRequest;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * Makes a Micrometer observation, and so a span and a timer where the application has handlers for them, of every exchange: {@value
 * #NAME}, with the contextual name {@code METHOD template}, the low-cardinality values of {@link ExchangeTimers} and the path itself as
 * {@code path}. Its parent is the observation in the subscriber's Reactor context, or else the thread's current one.
 */
public final class ExchangeObservations implements ExchangeObserver {

    /** The observation's name. */
    public static final String NAME = "docker.exchange";

    private final ObservationRegistry registry;

    /**
     * Creates it.
     *
     * @param registry knows the handlers
     */
    public ExchangeObservations(ObservationRegistry registry) {
        this.registry = Objects.requireNonNull(registry, "registry");
    }

    @Override
    public Watch begin(ExchangeRequest request, ContextView context) {
        Observation observation = Observation.createNotStarted(NAME, registry)
                .contextualName(request.method() + " " + request.template())
                .parentObservation(parentIn(context))
                .lowCardinalityKeyValues(ExchangeTags.of(request))
                .highCardinalityKeyValue("path", request.path())
                .start();
        return new Watch() {
            @Override
            public void answered() {
                observation.event(Observation.Event.of("answered"));
            }

            @Override
            public void ended(ExchangeEnd end) {
                Throwable error = end.error();
                if (error != null) {
                    observation.error(error);
                }
                observation.lowCardinalityKeyValues(ExchangeTags.of(end)).stop();
            }
        };
    }

    private @Nullable Observation parentIn(ContextView context) {
        Observation inContext = context.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
        return inContext != null ? inContext : registry.getCurrentObservation();
    }
}
