package dev.enclave.docker;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A directory could not be packed into an archive, or an archive could not be unpacked. It is about files on this side: {@link #path()}
 * names the one that is at fault, and {@link #reason()} says what a caller can do about it.
 */
public final class ArchiveException extends DockerException {

    private static final long serialVersionUID = 1L;

    /** What kind of failure it is. */
    public enum Reason {
        /** A file or directory cannot be read. */
        UNREADABLE,
        /** A file became longer or shorter, or vanished, while it was read: pack again when nobody writes to it. */
        CHANGED,
        /** A file or directory cannot be written. */
        UNWRITABLE,
        /** Something of that name is there already. */
        EXISTS,
        /** The archive would write, or lead, out of the directory: do not trust where it comes from. */
        UNSAFE,
        /** There is more than a limit allows. */
        LIMIT,
        /** The archive breaks the format, or ends too early. */
        MALFORMED,
        /** The archive uses a part of the format that is not read here. */
        UNSUPPORTED
    }

    /** What kind of failure it is. */
    private final Reason reason;
    /** The path that is at fault. */
    private final String path;

    /**
     * Creates the error.
     *
     * @param operation what was attempted, and on which directory
     * @param reason what kind of failure it is
     * @param path the path that is at fault, as the archive names it; empty for the directory or the archive as a whole
     * @param detail what is wrong with it and what can be done
     * @param cause the underlying failure, if there was one
     */
    public ArchiveException(String operation, Reason reason, String path, String detail, @Nullable Throwable cause) {
        super(operation, "cannot " + operation + ": " + (path.isEmpty() ? "" : "'" + path + "' ") + detail, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
        this.path = path;
    }

    /** {@return what kind of failure it is} */
    public Reason reason() {
        return reason;
    }

    /** {@return the path that is at fault, as the archive names it; empty for the directory or the archive as a whole} */
    public String path() {
        return path;
    }
}
