package dev.enclave.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Cuts bytes at random. */
public final class RandomPieces {

    private RandomPieces() {}

    /** Returns the pieces, tiny ones and large ones. */
    public static List<byte[]> of(byte[] bytes, Random random) {
        int largest = List.of(1, 3, 20, 500, 70_000).get(random.nextInt(5));
        List<byte[]> pieces = new ArrayList<>();
        // Large streams in single bytes would take long and show no more.
        int length = bytes.length > 2_000 ? Math.max(largest, 500) : largest;
        for (int at = 0; at < bytes.length; ) {
            int end = Math.min(bytes.length, at + 1 + random.nextInt(length));
            pieces.add(Arrays.copyOfRange(bytes, at, end));
            at = end;
        }
        return pieces;
    }
}
