package dev.enclave.docker.internal.ssh;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A few lines in a language that can do what Java cannot: start a program whose standard input and output are a socket. They listen on a Unix socket, say so, take
 * one connection, put it in the place of both, and become the program.
 */
final class SshBridge {

    /** After so many seconds without a connection they end: their JVM must have gone. */
    private static final int PATIENCE = 30;

    private static final String PERL = """
            use strict; use IO::Socket::UNIX;
            my $path = shift;
            my $server = IO::Socket::UNIX->new(Local => $path, Listen => 1) or die "cannot listen on $path: $!\\n";
            $| = 1; print "ready\\n";
            alarm %d; my $peer = $server->accept or die "nobody came\\n"; alarm 0;
            unlink $path;
            open(STDIN, '<&', $peer) && open(STDOUT, '>&', $peer) or die "cannot connect: $!\\n";
            exec { $ARGV[0] } @ARGV or die "cannot start $ARGV[0]: $!\\n";
            """.formatted(PATIENCE);

    private static final String PYTHON = """
            import os, signal, socket, sys
            server = socket.socket(socket.AF_UNIX)
            server.bind(sys.argv[1]); server.listen(1); print("ready", flush=True)
            signal.alarm(%d); peer, _ = server.accept(); signal.alarm(0)
            os.unlink(sys.argv[1]); os.dup2(peer.fileno(), 0); os.dup2(peer.fileno(), 1)
            try: os.execvp(sys.argv[2], sys.argv[2:])
            except OSError as e: sys.exit("cannot start %%s: %%s" %% (sys.argv[2], e.strerror))
            """.formatted(PATIENCE);

    private SshBridge() {}

    /** The whole command, for a socket at the given path; whichever of the two languages is there. Looks for files, so it blocks. */
    static List<String> before(Path socket, List<String> command, String searchPath) throws SshFailure {
        List<String> whole = new ArrayList<>();
        if (isPresent("perl", searchPath)) {
            whole.addAll(List.of("perl", "-e", PERL));
        } else if (isPresent("python3", searchPath)) {
            whole.addAll(List.of("python3", "-c", PYTHON));
        } else {
            throw new SshFailure("ssh:// needs perl or python3 in the PATH of this process; install one of them", null);
        }
        whole.add(socket.toString());
        whole.addAll(command);
        return whole;
    }

    private static boolean isPresent(String program, String searchPath) {
        return Stream.of(searchPath.split(":", -1))
                .filter(directory -> !directory.isBlank())
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
