package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.support.SandboxTest;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is kept of output that is gathered: its beginning and its end, up to the limit, while everything is read. */
@Tag("C5")
@SandboxTest
class CollectedOutputIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Sandbox sandbox;

    CollectedOutputIT(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    private ExecResult exec(Command command) {
        return sandbox.exec(command).block(PATIENCE);
    }

    @Test
    void isOneMebibyteOfEachStreamAndTheProgramFinishes() {
        String plenty = "head -c 8000000 /dev/zero; head -c 3000000 /dev/zero >&2; touch /tmp/finished; exit 5";

        ExecResult result = exec(Command.shell(plenty));

        assertThat(result.exitCode()).hasValue(5);
        assertThat(result.stdoutBytes()).hasSize(1024 * 1024);
        assertThat(result.stdoutTruncated()).isTrue();
        assertThat(result.stderrBytes()).hasSize(1024 * 1024);
        assertThat(result.stderrTruncated()).isTrue();
        assertThat(exec(Command.of("test", "-e", "/tmp/finished")).isSuccess()).isTrue();
    }

    @Test
    void isWholeUpToTheLimit() {
        ExecResult result = exec(Command.shell("head -c 1048576 /dev/zero; echo short >&2"));

        assertThat(result.stdoutBytes()).hasSize(1024 * 1024);
        assertThat(result.stdoutTruncated()).isFalse();
        assertThat(result.stderr()).isEqualTo("short\n");
        assertThat(result.stderrTruncated()).isFalse();
    }

    @Test
    void isAsMuchAsTheCommandSays() {
        ExecResult result = exec(Command.shell("echo 0123456789").withOutputLimit(4));

        assertThat(result.stdout()).isEqualTo("012\n[... 7 bytes are missing ...]\n\n");
        assertThat(result.stdoutTruncated()).isTrue();
        assertThat(exec(Command.shell("echo x").withOutputLimit(0)).stdout()).isEmpty();
    }

    @Test
    void isKeptOfACommandWhoseTimeIsOver() {
        ExecResult result =
                exec(Command.of("yes").withTimeout(Duration.ofMillis(500)).withOutputLimit(100));

        assertThat(result.status()).isEqualTo(ExecStatus.TIMEOUT);
        assertThat(result.stdout()).startsWith("y\n".repeat(38) + "[... ").contains(" bytes are missing ...]\n");
        assertThat(result.stdoutBytes()).hasSize(100);
        assertThat(result.stdoutTruncated()).isTrue();
    }
}
