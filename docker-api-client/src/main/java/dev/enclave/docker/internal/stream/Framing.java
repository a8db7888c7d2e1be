package dev.enclave.docker.internal.stream;

/** How the bytes of a stream are to be read. */
public enum Framing {
    /** Frames with an 8-byte header that names standard output or standard error. */
    MULTIPLEXED,
    /** Plain bytes. */
    RAW
}
