package dev.enclave.engine;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;

/** How a command ended. */
public sealed interface Outcome {

    /** What shells add to a signal's number to make an exit code of it. */
    int SIGNAL_BASE = 128;

    /** {@return the coarse form} */
    default ExecStatus status() {
        return ExecStatus.ERROR;
    }

    /**
     * {@return the exit code; of a process that a signal killed 128 and the signal's number, as shells tell it; empty when we ended it, or
     * do not know}
     */
    default OptionalInt exitCode() {
        return OptionalInt.empty();
    }

    /** {@return what happened, in words, such as {@code killed: memory limit of 512 MiB reached}} */
    String describe();

    /** It exited with code 0. */
    record Success() implements Outcome {

        @Override
        public ExecStatus status() {
            return ExecStatus.SUCCESS;
        }

        @Override
        public OptionalInt exitCode() {
            return OptionalInt.of(0);
        }

        @Override
        public String describe() {
            return "succeeded";
        }
    }

    /**
     * It exited with another code. Through the exec API this is also what is told of a process that was killed by a signal: codes over
     * 128 may mean that (137: by SIGKILL), or that it exited so by itself; the engine does not tell the one from the other.
     *
     * @param code the exit code
     */
    record NonZeroExit(int code) implements Outcome {

        @Override
        public OptionalInt exitCode() {
            return OptionalInt.of(code);
        }

        @Override
        public String describe() {
            return "failed with exit code " + code;
        }
    }

    /**
     * It was killed by a signal that was not ours. Never told through the exec API, see {@link NonZeroExit}.
     *
     * @param signal the signal
     */
    record Signalled(Signal signal) implements Outcome {

        /** Checks that the signal is there. */
        public Signalled {
            Objects.requireNonNull(signal, "signal");
        }

        @Override
        public OptionalInt exitCode() {
            return OptionalInt.of(SIGNAL_BASE + signal.number());
        }

        @Override
        public String describe() {
            return "killed by " + signal;
        }
    }

    /**
     * Its time limit was reached; its whole process tree was ended.
     *
     * @param limit the time limit
     */
    record TimedOut(Duration limit) implements Outcome {

        /** Checks that the limit is there. */
        public TimedOut {
            Objects.requireNonNull(limit, "limit");
        }

        @Override
        public ExecStatus status() {
            return ExecStatus.TIMEOUT;
        }

        @Override
        public String describe() {
            BigDecimal seconds = BigDecimal.valueOf(limit.toNanos(), 9).stripTrailingZeros();
            return "timed out after " + seconds.toPlainString() + " s";
        }
    }

    /**
     * It failed, and while it ran the kernel killed a process of the sandbox, usually this one, because the memory limit was reached.
     *
     * @param limit the sandbox's memory limit in bytes; 0 when it is not known
     * @param code the exit code
     */
    record OutOfMemory(long limit, int code) implements Outcome {

        private static final int UNIT = 1024;
        private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB"};

        @Override
        public OptionalInt exitCode() {
            return OptionalInt.of(code);
        }

        @Override
        public String describe() {
            String what = code == SIGNAL_BASE + Signal.KILL.number() ? "killed" : "failed with exit code " + code;
            return what + ": memory limit " + (limit > 0 ? "of " + inUnits() + " " : "") + "reached";
        }

        private String inUnits() {
            long value = limit;
            int unit = 0;
            while (value % UNIT == 0 && unit < UNITS.length - 1) {
                value /= UNIT;
                unit++;
            }
            return value + " " + UNITS[unit];
        }
    }

    /** It was ended because somebody asked for that, because its caller gave up, or because its sandbox was removed. */
    record Cancelled() implements Outcome {

        @Override
        public ExecStatus status() {
            return ExecStatus.CANCELLED;
        }

        @Override
        public String describe() {
            return "cancelled";
        }
    }

    /**
     * How it ended is not known, because something between it and us failed. Only where an outcome has to be a value: a {@code Mono} or
     * {@code Flux} signals the error itself.
     *
     * @param error what failed
     */
    record Infrastructure(Throwable error) implements Outcome {

        /** Checks that the error is there. */
        public Infrastructure {
            Objects.requireNonNull(error, "error");
        }

        @Override
        public String describe() {
            return "its end is not known: " + error.getMessage();
        }
    }
}
