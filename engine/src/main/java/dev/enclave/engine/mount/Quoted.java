package dev.enclave.engine.mount;

import org.jspecify.annotations.Nullable;

/** Values as they appear in messages: in quotes, with control characters escaped, so that none can forge a log line. */
final class Quoted {
    private Quoted() {}

    static String of(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        StringBuilder quoted = new StringBuilder("'");
        value.toString().codePoints().forEach(character -> append(quoted, character));
        return quoted.append('\'').toString();
    }

    private static void append(StringBuilder quoted, int character) {
        switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                quoted.append(String.format("\\u%04x", character));
            default -> quoted.appendCodePoint(character);
        }
    }
}
