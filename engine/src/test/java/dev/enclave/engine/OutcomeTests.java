package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C8")
class OutcomeTests {

    @Test
    void sayInWordsWhatHappened() {
        assertThat(new Outcome.Success().describe()).isEqualTo("succeeded");
        assertThat(new Outcome.NonZeroExit(3).describe()).isEqualTo("failed with exit code 3");
        assertThat(new Outcome.Signalled(Signal.TERM).describe()).isEqualTo("killed by SIGTERM");
        assertThat(new Outcome.TimedOut(Duration.ofMillis(1500)).describe()).isEqualTo("timed out after 1.5 s");
        assertThat(new Outcome.OutOfMemory(512L << 20, 137).describe())
                .isEqualTo("killed: memory limit of 512 MiB reached");
        assertThat(new Outcome.OutOfMemory(1000, 1).describe())
                .isEqualTo("failed with exit code 1: memory limit of 1000 bytes reached");
        assertThat(new Outcome.OutOfMemory(0, 137).describe()).isEqualTo("killed: memory limit reached");
    }

    @Test
    void haveACoarseFormAndACodeAsShellsTellIt() {
        assertThat(new Outcome.Signalled(Signal.KILL).exitCode()).hasValue(137);
        assertThat(new Outcome.Signalled(Signal.KILL).status()).isEqualTo(ExecStatus.ERROR);
        assertThat(new Outcome.TimedOut(Duration.ofSeconds(1)).exitCode()).isEmpty();
        assertThat(new Outcome.TimedOut(Duration.ofSeconds(1)).status()).isEqualTo(ExecStatus.TIMEOUT);
        assertThat(new Outcome.Cancelled().status()).isEqualTo(ExecStatus.CANCELLED);
    }

    @Test
    void nameSignalsAsPosixDoes() {
        assertThat(Signal.of("sigterm")).isEqualTo(Signal.TERM);
        assertThat(Signal.of(40).name()).isEqualTo("signal 40");
        assertThatIllegalArgumentException().isThrownBy(() -> Signal.of("TREM")).withMessageContaining("TERM");
        assertThatIllegalArgumentException().isThrownBy(() -> Signal.of(0));
    }
}
