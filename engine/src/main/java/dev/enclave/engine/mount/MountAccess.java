package dev.enclave.engine.mount;

/** Whether a sandbox may change what is mounted into it. */
public enum MountAccess {
    /** The sandbox may read; a write fails with {@code EROFS} and leaves the host untouched. */
    READ_ONLY("read-only"),
    /** The sandbox may read and write; host and sandbox see each other's changes at once. */
    READ_WRITE("read-write");

    private final String text;

    MountAccess(String text) {
        this.text = text;
    }

    /** {@return {@code read-only} or {@code read-write}} */
    @Override
    public String toString() {
        return text;
    }
}
