package dev.enclave.docker.internal.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One {@code ssh}, for one connection. Blocking: callers are on an elastic thread, except where it says otherwise. */
final class SshChild {

    private static final String READY = "ready\n";
    private static final int LONGEST_COMPLAINT = 2_000;
    private static final long LAST_WORDS_SECONDS = 2;
    private static final long GRACE_SECONDS = 2;

    private final Process process;

    private SshChild(Process process) {
        this.process = process;
    }

    /** Starts the command and waits until it listens on the socket: the time that perl takes to start. One that does not is ended. */
    static SshChild start(List<String> sshCommand, Path socket) throws SshFailure {
        List<String> command =
                SshBridge.before(socket, sshCommand, System.getenv().getOrDefault("PATH", ""));
        SshChild child;
        try {
            child = new SshChild(new ProcessBuilder(command).start());
        } catch (IOException e) {
            throw new SshFailure("ssh cannot be started: " + e.getMessage(), e);
        }
        try {
            child.awaitReady();
            return child;
        } catch (IOException e) {
            child.end();
            throw e instanceof SshFailure told ? told : new SshFailure("ssh cannot be started: " + e.getMessage(), e);
        }
    }

    private void awaitReady() throws SshFailure, IOException {
        process.getOutputStream().close();
        try (InputStream said = process.getInputStream()) {
            if (!READY.equals(new String(said.readNBytes(READY.length()), StandardCharsets.US_ASCII))) {
                throw failure();
            }
        }
    }

    /** What became of a process whose connection has ended: its exit code, and the beginning of what it printed as errors. */
    SshFailure failure() {
        try {
            boolean ended = process.waitFor(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
            String how = ended ? "ssh ended with exit code " + process.exitValue() : "ssh closed the connection";
            String complaint = complaint();
            return new SshFailure(
                    how + (complaint.isEmpty() ? "" : ": " + complaint)
                            + "; does 'ssh -o BatchMode=yes' to this host work, and 'docker system dial-stdio' there?",
                    null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new SshFailure("ssh closed the connection", e);
        } catch (IOException e) {
            return new SshFailure("ssh closed the connection", e);
        }
    }

    /** Only what is there already, which is no more than a pipe holds: a grandchild may keep the other end open. */
    private String complaint() throws IOException {
        InputStream errors = process.getErrorStream();
        byte[] said = errors.readNBytes(Math.min(errors.available(), LONGEST_COMPLAINT));
        return new String(said, StandardCharsets.UTF_8).strip().replaceAll("\\s*\\R\\s*", "; ");
    }

    /** Ends the process; completes when it has gone. May be called on any thread. */
    CompletableFuture<Process> end() {
        process.destroy();
        CompletableFuture<Process> gone = process.onExit();
        return gone.copy()
                .orTimeout(GRACE_SECONDS, TimeUnit.SECONDS)
                .handle((ended, late) -> late == null ? process : process.destroyForcibly())
                .thenCompose(any -> gone)
                .whenComplete((ended, error) -> closeErrors());
    }

    private void closeErrors() {
        try {
            process.getErrorStream().close();
        } catch (IOException e) {
            // It was only to be closed.
        }
    }
}
