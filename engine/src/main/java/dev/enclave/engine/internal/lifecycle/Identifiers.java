package dev.enclave.engine.internal.lifecycle;

import java.security.SecureRandom;
import java.util.SplittableRandom;

/**
 * Makes ids: twelve letters and digits, 60 bits. Seeded from the system's randomness once, when the engine is built, because reading that
 * blocks, and ids are made on event loops.
 */
final class Identifiers {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int LENGTH = 12;
    private static final int BITS_PER_CHARACTER = 5;

    private final SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());

    synchronized String next() {
        long bits = random.nextLong();
        StringBuilder id = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            id.append(ALPHABET.charAt((int) (bits & 31)));
            bits >>>= BITS_PER_CHARACTER;
        }
        return id.toString();
    }
}
