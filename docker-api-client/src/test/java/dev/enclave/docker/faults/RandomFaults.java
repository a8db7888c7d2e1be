package dev.enclave.docker.faults;

import dev.enclave.testing.proxy.Fault;
import java.util.List;
import java.util.Random;

/** Faults at random places, heads more often than the rest. */
final class RandomFaults {

    private static final List<Fault.Kind> KINDS = List.of(Fault.Kind.values());
    private static final int HEAD = 300;

    private RandomFaults() {}

    static Fault next(Random random, long requestLength, long answerLength) {
        Fault.Kind kind = KINDS.get(random.nextInt(KINDS.size()));
        Fault.Side side = random.nextInt(3) == 0 ? Fault.Side.REQUEST : Fault.Side.ANSWER;
        long length = Math.max(1, side == Fault.Side.REQUEST ? requestLength : answerLength);
        long at = random.nextBoolean() ? random.nextLong(length) : random.nextLong(Math.min(length, HEAD));
        return new Fault(kind, side, at, random.nextLong(), random.nextBoolean());
    }
}
