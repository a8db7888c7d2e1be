package dev.enclave.engine.mount;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sizes as people write them: {@code 64m}. */
final class ByteSize {
    private static final Pattern FORM = Pattern.compile("(\\d{1,18})([bkmg]?)");

    private ByteSize() {}

    static long parse(@Nullable String size) {
        Matcher matcher = FORM.matcher(size == null ? "" : size.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "size " + Quoted.of(size) + " must be digits and b, k, m or g, such as 64m");
        }
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit(matcher.group(2)));
        } catch (ArithmeticException tooLarge) {
            throw new IllegalArgumentException("size " + Quoted.of(size) + " is too large", tooLarge);
        }
    }

    private static long unit(String letter) {
        return switch (letter) {
            case "k" -> 1L << 10;
            case "m" -> 1L << 20;
            case "g" -> 1L << 30;
            default -> 1L;
        };
    }
}
