package dev.enclave.engine;

import java.util.Objects;

/**
 * How much of each of a command's two streams {@code exec} keeps, and which part when there is more. What is not kept is read and
 * dropped.
 *
 * @param bytes how many bytes of standard output, and as many of standard error
 * @param keep which part of a longer stream
 */
public record OutputLimit(int bytes, Keep keep) {

    /** 1 MiB of each stream: the first three quarters and the last one. */
    public static final OutputLimit DEFAULT = new OutputLimit(1024 * 1024, Keep.BOTH);

    /** The end of a stream has one part in so many, when both are kept. */
    private static final int TAIL_PART = 4;

    /** Which part of a stream is kept when it is too long. */
    public enum Keep {
        /** Its beginning. */
        HEAD,
        /** Its end. */
        TAIL,
        /** Its beginning, with three quarters of the bytes, and its end, with one quarter. */
        BOTH
    }

    /** Checks the range. */
    public OutputLimit {
        Objects.requireNonNull(keep, "keep");
        if (bytes < 0) {
            throw new IllegalArgumentException("an output limit must be 0 or more bytes: " + bytes);
        }
    }

    /**
     * Keeps the beginning.
     *
     * @param bytes how many bytes of each stream
     * @return the limit
     */
    public static OutputLimit head(int bytes) {
        return new OutputLimit(bytes, Keep.HEAD);
    }

    /**
     * Keeps the end.
     *
     * @param bytes how many bytes of each stream
     * @return the limit
     */
    public static OutputLimit tail(int bytes) {
        return new OutputLimit(bytes, Keep.TAIL);
    }

    /**
     * Keeps the beginning and the end.
     *
     * @param bytes how many bytes of each stream
     * @return the limit
     */
    public static OutputLimit both(int bytes) {
        return new OutputLimit(bytes, Keep.BOTH);
    }

    /** {@return how many bytes of the beginning of a stream are kept} */
    public int headBytes() {
        return bytes - tailBytes();
    }

    /** {@return how many bytes of the end of a stream are kept} */
    public int tailBytes() {
        return switch (keep) {
            case HEAD -> 0;
            case TAIL -> bytes;
            case BOTH -> bytes / TAIL_PART;
        };
    }
}
