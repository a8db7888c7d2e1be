package dev.enclave.benchmarks.report;

import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/** Numbers for people. */
final class Figures {

    private static final MathContext THREE_DIGITS = new MathContext(3);
    private static final double MANY = 100;

    private Figures() {}

    /** Three digits, or all before the point where there are more; a dash for nothing. */
    static String of(@Nullable Double value) {
        if (value == null) {
            return "-";
        }
        if (Math.abs(value) >= MANY) {
            return Long.toString(Math.round(value));
        }
        return new BigDecimal(value).round(THREE_DIGITS).stripTrailingZeros().toPlainString();
    }
}
