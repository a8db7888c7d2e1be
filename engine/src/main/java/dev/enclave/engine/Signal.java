package dev.enclave.engine;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A signal of Linux, by its number.
 *
 * @param number from 1 to 64
 */
public record Signal(int number) {

    private static final int MOST = 64;
    private static final String PREFIX = "SIG";
    private static final Map<Integer, String> NAMES = new LinkedHashMap<>();

    /** The terminal has gone; many servers read their configuration again. */
    public static final Signal HUP = named(1, "HUP");

    /** What Ctrl+C sends. */
    public static final Signal INT = named(2, "INT");

    /** What Ctrl+\ sends. */
    public static final Signal QUIT = named(3, "QUIT");

    /** Ends a process at once; it cannot be caught. */
    public static final Signal KILL = named(9, "KILL");

    /** For the program's own use. */
    public static final Signal USR1 = named(10, "USR1");

    /** For the program's own use. */
    public static final Signal USR2 = named(12, "USR2");

    /** Asks a process to end. */
    public static final Signal TERM = named(15, "TERM");

    /** Goes on after {@link #STOP}. */
    public static final Signal CONT = named(18, "CONT");

    /** Stops a process until {@link #CONT}; it cannot be caught. */
    public static final Signal STOP = named(19, "STOP");

    /** What Ctrl+Z sends. */
    public static final Signal TSTP = named(20, "TSTP");

    /** The terminal has another size. */
    public static final Signal WINCH = named(28, "WINCH");

    static {
        named(4, "ILL");
        named(5, "TRAP");
        named(6, "ABRT");
        named(7, "BUS");
        named(8, "FPE");
        named(11, "SEGV");
        named(13, "PIPE");
        named(14, "ALRM");
        named(16, "STKFLT");
        named(17, "CHLD");
        named(21, "TTIN");
        named(22, "TTOU");
        named(23, "URG");
        named(24, "XCPU");
        named(25, "XFSZ");
        named(26, "VTALRM");
        named(27, "PROF");
        named(29, "IO");
        named(30, "PWR");
        named(31, "SYS");
    }

    /** Checks the range. */
    public Signal {
        if (number < 1 || number > MOST) {
            throw new IllegalArgumentException("signals have numbers from 1 to " + MOST + ": " + number);
        }
    }

    private static Signal named(int number, String name) {
        NAMES.put(number, name);
        return new Signal(number);
    }

    /**
     * Finds a signal by its number.
     *
     * @param number the number on Linux, from 1 to 64
     * @return the signal
     */
    public static Signal of(int number) {
        return new Signal(number);
    }

    /**
     * Finds a signal by its name.
     *
     * @param name for example {@code TERM} or {@code SIGTERM}, in any case
     * @return the signal
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Signal of(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        String plain = upper.startsWith(PREFIX) ? upper.substring(PREFIX.length()) : upper;
        return NAMES.entrySet().stream()
                .filter(entry -> entry.getValue().equals(plain))
                .map(entry -> new Signal(entry.getKey()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no such signal: '" + name + "'; there are " + NAMES.values() + ", and numbers"));
    }

    /** {@return its name, such as {@code SIGTERM}; {@code signal 40} for one without a name} */
    public String name() {
        String known = NAMES.get(number);
        return known == null ? "signal " + number : PREFIX + known;
    }

    @Override
    public String toString() {
        return name();
    }
}
