package dev.enclave.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The examples that show what can be done with processes. */
class ProcessExamplesIT {

    @Test
    void anInterpreterAnswersEachLineBeforeTheNextIsWritten() {
        ExampleRun run = ExampleRun.of("interactive").requireSuccess();

        assertThat(run.lines())
                .containsSubsequence(
                        "host      >>> fruit.append('plum')",
                        "host      >>> for word in fruit:",
                        "host      ...     print(word, len(word))",
                        "host      ... ",
                        "sandbox   apple 5",
                        "sandbox   plum 4",
                        "host      >>> fruit[3]",
                        "sandbox   IndexError: list index out of range",
                        "host      >>> sum(len(word) for word in fruit)",
                        "sandbox   12",
                        "host      no line is left: ends its input")
                .last()
                .asString()
                .matches("host      the interpreter has ended: succeeded after \\d+ ms");
    }

    @Test
    void manyCommandsAnswerInOneSandbox() {
        ExampleRun run = ExampleRun.of("commands", "100").requireSuccess();

        assertThat(run.lines()).hasSize(4).contains("host      the answers add up to 5050, expected: 5050");
        assertThat(run.lines().get(2))
                .matches("host      100 commands in [\\d.,]+ s, 32 at once: [1-9]\\d* commands a second");
        assertThat(run.lines().get(3)).matches("host      median latency: [\\d.,]+ ms");
    }
}
