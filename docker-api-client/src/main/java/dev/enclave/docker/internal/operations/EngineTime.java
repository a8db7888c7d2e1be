package dev.enclave.docker.internal.operations;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times in query parameters: seconds since 1970 with nine digits after the dot. */
final class EngineTime {

    private EngineTime() {}

    static @Nullable String of(@Nullable Instant time) {
        return time == null ? null : String.format(Locale.ROOT, "%d.%09d", time.getEpochSecond(), time.getNano());
    }
}
