package dev.enclave.docker.archive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarUtils;

/**
 * Cuts an archive that arrives in pieces, as they are, into entries and their contents. What headers mean is left to Commons Compress, whose
 * own reader would have to wait for the next piece in a thread of its own, for as long as the other side pleases. Throws {@link IOException}
 * for what is no tar archive.
 */
final class TarSplitter {

    /** What is made of the entries. */
    interface Entries {
        void begin(TarArchiveEntry entry);

        void content(byte[] bytes, int offset, int length);

        void end();
    }

    private enum Part {
        HEADER,
        EXTENSION,
        CONTENT,
        PADDING,
        NOTHING
    }

    private static final int BLOCK = 512;
    private static final int SIZE_OFFSET = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int TYPE_OFFSET = 156;

    /** Of an entry with all its extensions: names and times. */
    private static final int LONGEST_HEADER = 1 << 20;

    private final Entries entries;
    private final ByteArrayOutputStream header = new ByteArrayOutputStream(3 * BLOCK);
    private byte[] globalHeader = {};
    private Part part = Part.HEADER;
    private long remaining = BLOCK;
    private int padding;
    private boolean global;

    TarSplitter(Entries entries) {
        this.entries = entries;
    }

    /** Takes the next piece. What follows the end of the archive is padding. */
    void feed(byte[] piece) throws IOException {
        int from = 0;
        while (from < piece.length && part != Part.NOTHING) {
            int length = (int) Math.min(remaining, piece.length - from);
            if (part == Part.CONTENT) {
                entries.content(piece, from, length);
            } else if (part != Part.PADDING) {
                header.write(piece, from, length);
            }
            from += length;
            remaining -= length;
            if (remaining == 0) {
                endPart();
            }
        }
    }

    /** Checks that the archive was complete: an engine that fails half-way may end its answer as if it were. */
    void finish() throws IOException {
        if (part != Part.NOTHING) {
            throw new IOException("it ends without the mark of an archive's end");
        }
    }

    private void endPart() throws IOException {
        switch (part) {
            case HEADER -> endHeader();
            case EXTENSION -> endExtension();
            case CONTENT -> endContent();
            default -> begin(Part.HEADER, BLOCK);
        }
    }

    private void begin(Part next, long length) {
        part = next;
        remaining = length;
    }

    private void endHeader() throws IOException {
        byte[] headers = header.toByteArray();
        byte[] last = Arrays.copyOfRange(headers, headers.length - BLOCK, headers.length);
        if (isZero(last)) {
            requireAlone(headers);
            begin(Part.NOTHING, 0);
            return;
        }
        if (!isChecksumRight(last)) {
            throw new IOException("a header's checksum is wrong; an archive must be plain tar, uncompressed");
        }
        switch (last[TYPE_OFFSET]) {
            case TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER -> {
                requireAlone(headers);
                global = true;
                beginExtension(sizeOf(last));
            }
            case TarConstants.LF_PAX_EXTENDED_HEADER_LC,
                    TarConstants.LF_PAX_EXTENDED_HEADER_UC,
                    TarConstants.LF_GNUTYPE_LONGNAME,
                    TarConstants.LF_GNUTYPE_LONGLINK -> beginExtension(sizeOf(last));
            default -> beginEntry(headers);
        }
    }

    /** The library takes one that is no number for a mistake of its caller's. */
    private static boolean isChecksumRight(byte[] block) {
        try {
            return TarUtils.verifyCheckSum(block);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void requireAlone(byte[] headers) throws IOException {
        if (headers.length > BLOCK) {
            throw new IOException("an extension of a header is followed by none");
        }
    }

    private static long sizeOf(byte[] block) throws IOException {
        try {
            return TarUtils.parseOctalOrBinary(block, SIZE_OFFSET, SIZE_LENGTH);
        } catch (IllegalArgumentException e) {
            throw new IOException("a header's size is no number", e);
        }
    }

    private void beginExtension(long size) throws IOException {
        if (size < 1 || header.size() + size > LONGEST_HEADER) {
            throw new IOException("a header of " + size + " bytes");
        }
        begin(Part.EXTENSION, size + paddingOf(size));
    }

    private void endExtension() {
        if (global) {
            globalHeader = header.toByteArray();
            header.reset();
            global = false;
        }
        begin(Part.HEADER, BLOCK);
    }

    private void beginEntry(byte[] headers) throws IOException {
        TarArchiveEntry entry = parse(headers);
        header.reset();
        long size = hasContent(entry) ? entry.getSize() : 0;
        if (size < 0) {
            throw new IOException("an entry of " + size + " bytes");
        }
        padding = paddingOf(size);
        begin(Part.CONTENT, size);
        entries.begin(entry);
        if (size == 0) {
            endContent();
        }
    }

    private void endContent() {
        entries.end();
        if (padding == 0) {
            begin(Part.HEADER, BLOCK);
        } else {
            begin(Part.PADDING, padding);
        }
    }

    private TarArchiveEntry parse(byte[] headers) throws IOException {
        byte[] all = Arrays.copyOf(globalHeader, globalHeader.length + headers.length);
        System.arraycopy(headers, 0, all, globalHeader.length, headers.length);
        try (TarArchiveInputStream reader = new TarArchiveInputStream(new ByteArrayInputStream(all), "UTF-8")) {
            TarArchiveEntry entry = reader.getNextEntry();
            if (entry == null) {
                throw new IOException("a header describes nothing");
            }
            return entry;
        } catch (RuntimeException e) {
            throw new IOException("a header cannot be read", e);
        }
    }

    /** As the engines' own library has it: what these say of a size means nothing. */
    private static boolean hasContent(TarArchiveEntry entry) {
        return switch (entry.getLinkFlag()) {
            case TarConstants.LF_LINK,
                    TarConstants.LF_SYMLINK,
                    TarConstants.LF_CHR,
                    TarConstants.LF_BLK,
                    TarConstants.LF_DIR,
                    TarConstants.LF_FIFO -> false;
            default -> true;
        };
    }

    private static int paddingOf(long size) {
        return (int) ((BLOCK - size % BLOCK) % BLOCK);
    }

    private static boolean isZero(byte[] block) {
        return Arrays.equals(block, new byte[BLOCK]);
    }
}
