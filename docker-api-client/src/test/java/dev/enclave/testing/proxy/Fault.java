package dev.enclave.testing.proxy;

import java.util.Random;

/**
 * What goes wrong with the bytes of one direction of a connection.
 *
 * @param kind what
 * @param side in which direction
 * @param at before which byte, counted from the moment when the fault was injected
 * @param seed of whatever is random in it
 * @param everywhere whether each connection has it, also those made later; otherwise the first that comes so far
 */
public record Fault(Kind kind, Side side, long at, long seed, boolean everywhere) {

    /** What may go wrong. */
    public enum Kind {
        /** The byte, and what follows, comes some milliseconds later. */
        DELAY,
        /** From there on bytes come in small pieces. */
        SPLIT,
        /** The direction ends there, in good order. */
        TRUNCATE,
        /** The connection is closed both ways. */
        RESET,
        /** From there on nothing is read or passed on, until the fault is healed. */
        STALL,
        /** From there on some bytes are others. */
        GARBAGE;

        /** Whether a client must not notice. */
        public boolean isHarmless() {
            return this == DELAY || this == SPLIT;
        }
    }

    /** The direction. */
    public enum Side {
        /** From the client to the engine. */
        REQUEST,
        /** From the engine to the client. */
        ANSWER
    }

    Random random() {
        return new Random(seed);
    }
}
