package dev.enclave.docker.observation.micrometer;

import dev.enclave.docker.observation.ExchangeEnd;
import dev.enclave.docker.observation.ExchangeObserver;
import dev.enclave.docker.observation.ExchangeRequest;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Objects;
import reactor.util.context.ContextView;

/**
 * Times every exchange in a Micrometer registry:
 *
 * <ul>
 *   <li>{@value #ANSWER}, a timer: from the subscription to the answer, for streams to their first byte's arrival being possible; only
 *       of exchanges that were answered well
 *   <li>{@value #EXCHANGE}, a timer: from the subscription to the end, with the tags {@code outcome} ({@code completed}, {@code failed},
 *       {@code cancelled}) and {@code error} (the simple name of the exception, or {@code none})
 *   <li>{@value #ACTIVE}, a long task timer: what is under way
 * </ul>
 *
 * <p>Each has the tags {@code method}, {@code uri} (the path's template) and {@code kind}.
 */
public final class ExchangeTimers implements ExchangeObserver {

    /** The timer of answers. */
    public static final String ANSWER = "docker.exchange.answer";

    /** The timer of whole exchanges. */
    public static final String EXCHANGE = "docker.exchange";

    /** The timer of what is under way. */
    public static final String ACTIVE = "docker.exchange.active";

    private final MeterRegistry registry;

    /**
     * Creates it.
     *
     * @param registry where the timers are kept
     */
    public ExchangeTimers(MeterRegistry registry) {
        this.registry = Objects.requireNonNull(registry, "registry");
    }

    @Override
    public Watch begin(ExchangeRequest request, ContextView context) {
        Tags tags = tags(ExchangeTags.of(request));
        Timer.Sample begun = Timer.start(registry);
        LongTaskTimer.Sample active =
                registry.more().longTaskTimer(ACTIVE, tags).start();
        return new Watch() {
            @Override
            public void answered() {
                begun.stop(registry.timer(ANSWER, tags));
            }

            @Override
            public void ended(ExchangeEnd end) {
                active.stop();
                registry.timer(EXCHANGE, tags.and(tags(ExchangeTags.of(end)))).record(end.duration());
            }
        };
    }

    private static Tags tags(KeyValues values) {
        return Tags.of(values.stream()
                .map(value -> Tag.of(value.getKey(), value.getValue()))
                .toList());
    }
}
