package dev.enclave.docker.faults;

import dev.enclave.docker.DockerTimeoutException;
import dev.enclave.testing.proxy.Fault;
import java.nio.ByteBuffer;
import java.util.Map;

/** Judges how an operation ended. */
final class Verdict {

    private Verdict() {}

    /** Returns what is wrong with an outcome, or null. */
    static String of(Recorded recorded, Fault fault, boolean happened, Outcome outcome) {
        Operation operation = recorded.operation();
        if (outcome.silent()) {
            return "no signal";
        }
        if (outcome.error() != null && !outcome.isTypedError()) {
            return "an error that is not typed";
        }
        if (outcome.isLike(recorded.outcome())) {
            return null;
        }
        if (!happened
                && outcome.error() instanceof DockerTimeoutException
                && !fault.kind().isHarmless()) {
            // Whoever waits so briefly may wait in vain for an engine under load.
            return null;
        }
        if (!happened || fault.kind().isHarmless()) {
            return "something else than without the fault, which was: " + recorded.outcome();
        }
        if (outcome.error() != null || fault.kind() == Fault.Kind.GARBAGE) {
            return null;
        }
        return operation.shape() == Operation.Shape.HIJACKED && isBeginning(outcome, recorded.outcome())
                ? null
                : "a success that is none";
    }

    /** Returns what is wrong with an outcome when answers were spoilt, or null. */
    static String of(Recorded recorded, Spoiling spoiling, boolean happened, Outcome outcome) {
        if (outcome.silent()) {
            return "no signal";
        }
        if (outcome.error() != null && !outcome.isTypedError()) {
            return "an error that is not typed";
        }
        if (!happened) {
            return outcome.isLike(recorded.outcome()) || outcome.error() instanceof DockerTimeoutException
                    ? null
                    : "something else than with the right answers";
        }
        boolean noticeable = switch (spoiling) {
            case HEAD, STATUS, CHUNK -> true;
            case LENGTH, JSON -> recorded.operation().shape().isJson();
        };
        return noticeable && outcome.error() == null ? "a success that is none" : null;
    }

    /** The end of a hijacked stream is that of its connection, which cannot tell whether it came too early at a border of frames. */
    private static boolean isBeginning(Outcome outcome, Outcome whole) {
        return outcome.value() instanceof Map<?, ?> some
                && whole.value() instanceof Map<?, ?> all
                && some.entrySet().stream()
                        .allMatch(entry ->
                                isBeginning((ByteBuffer) entry.getValue(), (ByteBuffer) all.get(entry.getKey())));
    }

    private static boolean isBeginning(ByteBuffer some, ByteBuffer all) {
        return all != null && some.remaining() <= all.remaining() && some.equals(all.slice(0, some.remaining()));
    }
}
