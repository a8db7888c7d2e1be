package dev.enclave.engine.internal.tool;

import dev.enclave.engine.Command;
import java.nio.charset.StandardCharsets;

/**
 * A path in a sandbox, as a caller wrote it: any characters but NUL.
 *
 * @param given the path; relative ones begin at the working directory
 */
record FilePath(String given) {

    /** PATH_MAX, with the NUL. */
    private static final int LONGEST = 4095;

    /** What is wrong with the path; empty when nothing is. */
    String violation() {
        if (given.isBlank()) {
            return "No file path provided";
        }
        if (given.indexOf('\0') >= 0) {
            return "A file path cannot contain a NUL character";
        }
        return given.getBytes(StandardCharsets.UTF_8).length > LONGEST
                ? "A file path cannot be longer than " + LONGEST + " bytes"
                : "";
    }

    /** A form that no program takes for an option. */
    String argument() {
        return given.startsWith("/") ? given : "./" + given;
    }

    /**
     * The path of the directory entry itself. A slash at its end makes programs follow a link, so that they would delete what it points
     * to. Only the root of the file system has none: it is empty.
     */
    String entry() {
        String path = argument();
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    /** The path of another entry in the same directory. */
    String beside(String name) {
        String path = argument();
        return path.substring(0, path.lastIndexOf('/') + 1) + name;
    }

    /** Absolute paths do not need the working directory, which may have been deleted. */
    Command inItsDirectory(Command command) {
        return given.startsWith("/") ? command.withWorkingDirectory("/") : command;
    }
}
