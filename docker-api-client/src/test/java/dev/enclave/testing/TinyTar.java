package dev.enclave.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes and reads plain tar archives of small files with short names, which is all that tests need. */
public final class TinyTar {

    private static final int BLOCK = 512;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Starts an empty archive. */
    public TinyTar() {}

    /** Adds a file that everybody may read and execute. */
    public TinyTar file(String name, byte[] content) {
        header(name, content.length, '0', "");
        out.writeBytes(content);
        out.writeBytes(new byte[padding(content.length)]);
        return this;
    }

    /** Adds a file of text. */
    public TinyTar file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a directory. */
    public TinyTar directory(String name) {
        header(name + "/", 0, '5', "");
        return this;
    }

    /** Adds a symbolic link. */
    public TinyTar link(String name, String target) {
        header(name, 0, '2', target);
        return this;
    }

    /** Returns the whole archive. */
    public byte[] bytes() {
        byte[] entries = out.toByteArray();
        return Arrays.copyOf(entries, entries.length + 2 * BLOCK);
    }

    /** Reads the files of an archive: name to content. */
    public static Map<String, byte[]> read(byte[] archive) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        int at = 0;
        while (at + BLOCK <= archive.length && archive[at] != 0) {
            String name = text(archive, at, 100);
            int size = Integer.parseInt(text(archive, at + 124, 12).trim(), 8);
            int from = at + BLOCK;
            if (archive[at + 156] == '0') {
                files.put(name, Arrays.copyOfRange(archive, from, from + size));
            }
            at = from + size + padding(size);
        }
        return files;
    }

    private void header(String name, int size, char type, String linkTarget) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000755");
        put(header, 108, "0000000");
        put(header, 116, "0000000");
        put(header, 124, String.format("%011o", size));
        put(header, 136, "00000000000");
        put(header, 148, "        ");
        header[156] = (byte) type;
        put(header, 157, linkTarget);
        put(header, 257, "ustar");
        put(header, 263, "00");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, String.format("%06o", sum) + "\0 ");
        out.writeBytes(header);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private static String text(byte[] archive, int at, int length) {
        int end = at;
        while (end < at + length && archive[end] != 0) {
            end++;
        }
        return new String(archive, at, end - at, StandardCharsets.US_ASCII);
    }

    private static int padding(int size) {
        return (BLOCK - size % BLOCK) % BLOCK;
    }
}
