package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** Commands are values: what they say by default, what they refuse, and that they do not change. */
class CommandTests {

    @Test
    void isAProgramWithArgumentsAndNothingElse() {
        Command command = Command.of("ls", "-l", "");

        assertThat(command.argv()).containsExactly("ls", "-l", "");
        assertThat(command.environment()).isEmpty();
        assertThat(command.workingDirectory()).isNull();
        assertThat(command.user()).isNull();
        assertThat(command.stdin()).isNull();
        assertThat(command.timeout()).isNull();
        assertThat(command.grace()).isEqualTo(Duration.ofSeconds(5));
        assertThat(command.outputLimit()).isEqualTo(OutputLimit.both(1 << 20));
        assertThat(command.retainedOutput()).isEqualTo(1 << 20);
        assertThat(command.takesInput()).isFalse();
        assertThat(command.tty()).isFalse();
    }

    @Test
    void aStringIsAShellLine() {
        assertThat(Command.shell("echo $HOME | cat").argv()).containsExactly("/bin/sh", "-c", "--", "echo $HOME | cat");
    }

    @Test
    void changesOneThingAtATime() {
        Command command = Command.of("ls")
                .withEnv("A", "1")
                .withEnv("B", "2")
                .withWorkingDirectory("/work")
                .withUser("nobody:nogroup")
                .withTimeout(Duration.ofMillis(500))
                .withGrace(Duration.ZERO);

        assertThat(command.environment()).isEqualTo(Map.of("A", "1", "B", "2"));
        assertThat(command.workingDirectory()).isEqualTo("/work");
        assertThat(command.user()).isEqualTo("nobody:nogroup");
        assertThat(command.timeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(command.grace()).isEqualTo(Duration.ZERO);
        assertThat(command.argv()).containsExactly("ls");
    }

    @Test
    void keepsACopyOfItsArguments() {
        List<String> argv = new ArrayList<>(List.of("ls"));
        Command command = Command.of(argv);
        argv.add("-l");

        assertThat(command.argv()).containsExactly("ls");
    }

    @Test
    void givesItsInputAgainAtEachRun() {
        Flux<byte[]> input = Flux.from(
                Objects.requireNonNull(Command.of("cat").withStdin("grüße").stdin()));

        assertThat(input.concatWith(input).collectList().block(Duration.ofSeconds(5)))
                .extracting(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .containsExactly("grüße", "grüße");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\0b"})
    void refusesProgramsThatCannotBe(String program) {
        assertThatIllegalArgumentException().isThrownBy(() -> Command.of(program));
    }

    @Test
    void refusesWhatNoProcessCanHave() {
        Command command = Command.of("ls");

        assertThatIllegalArgumentException().isThrownBy(() -> Command.of());
        assertThatIllegalArgumentException().isThrownBy(() -> Command.of("ls", "a\0"));
        assertThatIllegalArgumentException().isThrownBy(() -> Command.shell(" \n"));
        assertThatIllegalArgumentException().isThrownBy(() -> command.withEnv("A=", "1"));
        assertThatIllegalArgumentException().isThrownBy(() -> command.withWorkingDirectory("work"));
        assertThatIllegalArgumentException().isThrownBy(() -> command.withWorkingDirectory("/a/../b"));
        assertThatIllegalArgumentException().isThrownBy(() -> command.withUser("a b"));
        assertThatIllegalArgumentException().isThrownBy(() -> command.withTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> command.withGrace(Duration.ofMillis(-1)));
        assertThatNullPointerException().isThrownBy(() -> command.withStdin((String) null));
    }
}
