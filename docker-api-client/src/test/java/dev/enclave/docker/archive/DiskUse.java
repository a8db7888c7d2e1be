package dev.enclave.docker.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** How much of a disk a file takes, which Java does not tell. */
final class DiskUse {

    private DiskUse() {}

    static long of(Path file) throws IOException {
        Process du = new ProcessBuilder("du", "--block-size=1", file.toString()).start();
        String answer = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Long.parseLong(answer.substring(0, answer.indexOf('\t')));
    }
}
