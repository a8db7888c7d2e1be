package dev.enclave.engine.internal.tool;

import dev.enclave.engine.Command;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;

/**
 * A fixed shell script of ours. What comes from callers is never part of its text: it gets short values as arguments and long ones on its
 * standard input.
 *
 * <p>A script that reads its input is told how long that is, and does nothing with an input that is shorter: when a connection breaks, or
 * a caller gives up, the input just ends.
 *
 * @param name what messages of the shell begin with
 * @param text the script, in what POSIX asks of a shell and its utilities, with BusyBox and Debian in mind
 */
record Script(String name, String text) {

    private static final int CHUNK = 256 * 1024;
    private static final int RADIX = 36;

    /** The command that runs it. */
    Command with(String... arguments) {
        return Command.of(Stream.concat(Stream.of("/bin/sh", "-c", text, name), Arrays.stream(arguments))
                .toList());
    }

    /** The standard input of a command, in pieces. */
    static Flux<byte[]> input(byte[] bytes) {
        int chunks = (bytes.length + CHUNK - 1) / CHUNK;
        return Flux.range(0, chunks)
                .map(i -> Arrays.copyOfRange(bytes, i * CHUNK, Math.min(bytes.length, (i + 1) * CHUNK)));
    }

    /** A name that nothing has yet. What is made under it is made so that this is noticed if not, so it need not be a secret. */
    static String freshName() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return ".enclave-" + Long.toString(random.nextLong(Long.MAX_VALUE), RADIX);
    }

    /** The command that removes what a script could not. */
    static Command removal(List<String> paths) {
        return Command.of(
                Stream.concat(Stream.of("rm", "-rf", "--"), paths.stream()).toList());
    }
}
