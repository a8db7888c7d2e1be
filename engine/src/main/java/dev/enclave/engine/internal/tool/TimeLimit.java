package dev.enclave.engine.internal.tool;

import dev.enclave.engine.Command;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How long a call may take.
 *
 * @param duration the time; null for no limit
 */
record TimeLimit(@Nullable Duration duration) {

    private static final int DEFAULT_SECONDS = 30;
    private static final String NAME = "timeout";
    private static final double NANOS = 1e9;
    /** Some thirty years, which is for ever, and within what timers can count. */
    private static final double MOST_SECONDS = 1e9;

    /** The parameter of tools that run what they are given. */
    static final Parameter PARAMETER = Parameter.optional(
                    NAME,
                    ParameterType.NOT_NEGATIVE,
                    "Seconds until it is ended with everything that it has started; fractions are fine, 0 means no limit.")
            .withDefault(DEFAULT_SECONDS);

    static TimeLimit of(Duration duration) {
        return new TimeLimit(duration);
    }

    static TimeLimit from(Arguments arguments) {
        Number given = (Number) Objects.requireNonNullElse(arguments.values().get(NAME), DEFAULT_SECONDS);
        double seconds = Math.min(given.doubleValue(), MOST_SECONDS);
        return new TimeLimit(seconds == 0 ? null : Duration.ofNanos((long) Math.ceil(seconds * NANOS)));
    }

    Command appliedTo(Command command) {
        return duration == null ? command : command.withTimeout(duration);
    }

    /** The seconds, as a person would write them: {@code 30}, {@code 0.5}. */
    String seconds() {
        return duration == null
                ? "0"
                : BigDecimal.valueOf(duration.toNanos(), 9).stripTrailingZeros().toPlainString();
    }
}
