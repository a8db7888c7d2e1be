package dev.enclave.benchmarks.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What is written by hand about missed goals: a Markdown text with a heading of the second level, the ids of one or more goals, before each
 * part.
 */
final class WhatLimits {

    private static final String HEADING = "## ";

    private final Map<String, String> parts = new LinkedHashMap<>();

    WhatLimits(String markdown) {
        String[] pieces = ("\n" + markdown).split("\n" + HEADING, -1);
        for (int i = 1; i < pieces.length; i++) {
            int end = (pieces[i] + "\n").indexOf('\n');
            String text = pieces[i].substring(end).trim();
            for (String goal : pieces[i].substring(0, end).trim().split(", ", -1)) {
                parts.put(goal, text);
            }
        }
    }

    /** The module's own. */
    static WhatLimits ofModule() {
        try (InputStream resource =
                Objects.requireNonNull(WhatLimits.class.getResourceAsStream("/what-limits.md"), "what-limits.md")) {
            return new WhatLimits(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<String> of(Goal goal) {
        return Optional.ofNullable(parts.get(goal.id()));
    }
}
