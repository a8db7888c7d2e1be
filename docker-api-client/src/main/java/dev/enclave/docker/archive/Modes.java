package dev.enclave.docker.archive;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Permissions as the nine lowest bits of a Unix mode. */
final class Modes {

    static final int FILE = 0644;
    static final int DIRECTORY = 0755;
    static final int LINK = 0777;
    static final int OWNER = 0700;
    static final int OWNER_FILE = 0600;

    private static final String ALL = "rwxrwxrwx";

    private Modes() {}

    /** The mode of a file, or another where the file system has none. */
    static int of(BasicFileAttributes attributes, int otherwise) {
        if (!(attributes instanceof PosixFileAttributes posix)) {
            return otherwise;
        }
        String letters = PosixFilePermissions.toString(posix.permissions());
        return Integer.parseInt(letters.replaceAll("[rwx]", "1").replace('-', '0'), 2);
    }

    /** Without the higher bits, among them those that make a program run as its owner. */
    static Set<PosixFilePermission> toPermissions(int mode) {
        StringBuilder letters = new StringBuilder(ALL);
        for (int i = 0; i < ALL.length(); i++) {
            if ((mode & (0400 >> i)) == 0) {
                letters.setCharAt(i, '-');
            }
        }
        return PosixFilePermissions.fromString(letters.toString());
    }
}
