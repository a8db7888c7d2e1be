package dev.enclave.engine.internal.agent;

import static dev.enclave.engine.internal.agent.DescribedCommand.STDIN;
import static dev.enclave.engine.internal.agent.DescribedCommand.TERMINAL;
import static dev.enclave.engine.internal.agent.DescribedCommand.shell;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What goes in and out of commands, against the agent itself. */
@Tag("C5")
class AgentStreamsTests {

    private NativeAgent agent;

    @BeforeEach
    void startAgent() throws Exception {
        agent = NativeAgent.greeted();
    }

    @AfterEach
    void endAgent() throws Exception {
        agent.close();
    }

    @Test
    void outputsExitAndEndAreTold() throws Exception {
        agent.spawn(1, shell("echo out; echo err >&2; exit 3"));

        assertThat(agent.awaitOver(1))
                .startsWith("STARTED")
                .containsSubsequence("STARTED", "STDOUT out\n", "EOF 1")
                .containsSubsequence("STARTED", "STDERR err\n", "EOF 2")
                .containsSubsequence("EXIT 3", "GONE")
                .hasSize(7);
    }

    @Test
    void noMoreIsSentThanTheCredit() throws Exception {
        agent.spawn(1, shell("printf abcdef").withCredit(2, 0));
        agent.await(1, ToldFrame.GONE);
        assertThat(agent.await(1, ToldFrame.STDOUT).text()).isEqualTo("ab");
        assertThat(agent.toldUntilNow()).extracting(ToldFrame::toString).doesNotContain("EOF 1");

        agent.credit(1, 1, 3);
        assertThat(agent.await(1, ToldFrame.STDOUT).text()).isEqualTo("cde");
        assertThat(agent.toldUntilNow()).isEmpty();

        agent.credit(1, 1, 1);
        assertThat(agent.await(1, ToldFrame.STDOUT).text()).isEqualTo("f");
        assertThat(agent.await(1, ToldFrame.EOF)).hasToString("EOF 1");
    }

    @Test
    void theEndIsToldWithoutCredit() throws Exception {
        agent.spawn(1, shell("printf ab").withCredit(2, 0));

        assertThat(agent.awaitOver(1)).contains("STDOUT ab", "EOF 1", "EOF 2", "GONE");
    }

    @Test
    void aCommandThatIsKilledWhileItsReaderStallsIsToldToHaveGone() throws Exception {
        agent.spawn(1, shell("yes").withCredit(10, 0));
        agent.await(1, ToldFrame.STDOUT);

        agent.kill(1, 0);

        assertThat(agent.await(1, ToldFrame.EXIT)).hasToString("SIGNAL 9");
        agent.await(1, ToldFrame.GONE);
        agent.send(NativeAgent.DISCARD, 1);
        ToldFrame end = agent.await(1, ToldFrame.EOF);
        end = end.u8(0) == 1 ? end : agent.await(1, ToldFrame.EOF);
        assertThat(end.u64(1)).as("what was in the pipe").isPositive();
    }

    @Test
    void whatIsThrownAwayIsCounted() throws Exception {
        agent.spawn(
                1,
                shell("printf abc; read go; head -c 1000000 /dev/zero")
                        .withFlags(STDIN)
                        .withCredit(3, 0));
        agent.awaitOutput(1, "abc");
        agent.send(NativeAgent.DISCARD, 1);
        agent.send(NativeAgent.STDIN, 1, (byte) '\n');

        assertThat(agent.awaitOver(1)).contains("EOF 1 without 1000000", "EOF 2", "EXIT 0");
    }

    @Test
    void aStalledReaderStallsNobodyElse() throws Exception {
        for (int id = 1; id <= 20; id++) {
            agent.spawn(id, shell("yes").withCredit(1000, 0));
            agent.await(id, ToldFrame.STDOUT);
        }
        agent.spawn(21, shell("head -c 3000000 /dev/zero | tr '\\0' x").withCredit(4_000_000, 0));

        assertThat(String.join("", agent.awaitOver(21))).contains("x".repeat(3_000_000));
    }

    @Test
    void commandsThatPrintAtFullSpeedStarveNobody() throws Exception {
        for (int id = 1; id <= 4; id++) {
            agent.spawn(id, shell("yes").withCredit(0xffffffffL, 0));
        }
        for (int id = 5; id <= 20; id++) {
            agent.spawn(id, shell("echo through"));
            assertThat(agent.await(id, ToldFrame.STDOUT).text()).isEqualTo("through\n");
        }
    }

    @Test
    void standardInputIsFedAgainstCreditAndEnded() throws Exception {
        agent.spawn(1, shell("wc -c").withFlags(STDIN));
        int credit = 65_536;
        for (int sent = 0; sent < 3_000_000; ) {
            while (credit < 30_000) {
                credit += agent.await(1, ToldFrame.CREDIT).u32(0);
            }
            agent.send(NativeAgent.STDIN, 1, new byte[30_000]);
            credit -= 30_000;
            sent += 30_000;
        }
        agent.send(NativeAgent.STDIN_END, 1);

        assertThat(agent.await(1, ToldFrame.STDOUT).text().trim()).isEqualTo("3000000");
        assertThat(agent.await(1, ToldFrame.EXIT)).hasToString("EXIT 0");
    }

    @Test
    void inputThatComesBeforeTheStartIsTakenAfterIt() throws Exception {
        agent.spawn(1, shell("cat").withFlags(STDIN));
        agent.send(NativeAgent.STDIN, 1, (byte) 'x');
        agent.send(NativeAgent.STDIN_END, 1);

        assertThat(agent.awaitOver(1)).startsWith("STARTED").contains("CREDIT 1", "STDOUT x", "EXIT 0");
    }

    @Test
    void aCommandThatClosesItsInputIsTold() throws Exception {
        agent.spawn(1, shell("exec <&-; echo closed; sleep 99").withFlags(STDIN));
        agent.awaitOutput(1, "closed");

        agent.await(1, ToldFrame.STDIN_CLOSED);
        agent.send(NativeAgent.STDIN, 1, (byte) 'x');
        assertThat(agent.toldUntilNow()).extracting(ToldFrame::type).doesNotContain(ToldFrame.CREDIT);
    }

    @Test
    void inputThatNobodyReadsIsClosedBeforeTheEndIsTold() throws Exception {
        agent.spawn(1, shell("exit 0").withFlags(STDIN));

        assertThat(agent.awaitOver(1)).containsSubsequence("STARTED", "STDIN_CLOSED", "GONE");
    }

    @Test
    void withoutInputThereIsNothingToRead() throws Exception {
        agent.spawn(1, shell("wc -c"));

        assertThat(agent.await(1, ToldFrame.STDOUT).text().trim()).isEqualTo("0");
    }

    @Test
    void anOutputThatSomebodyElseKeepsOpenEndsWithItsCommand() throws Exception {
        agent.spawn(1, shell("echo $$; exec sleep 99"));
        String pid = agent.awaitOutput(1, "\n").trim();
        agent.spawn(2, shell("exec 7>/proc/" + pid + "/fd/1; echo opened; sleep 99"));
        agent.awaitOutput(2, "opened");

        agent.kill(1, 0);

        assertThat(agent.awaitOver(1)).contains("GONE", "EOF 1", "EOF 2");
    }

    @Test
    void aTerminalHasASizeAndOneStream() throws Exception {
        agent.spawn(
                1,
                shell("stty size; trap 'stty size; exit 0' WINCH; echo waits; while :; do sleep 0.05; done")
                        .withFlags(STDIN | TERMINAL));
        assertThat(agent.awaitOutput(1, "waits")).contains("24 80\r\n");

        agent.send(NativeAgent.RESIZE, 1, new Payload().u16(50).u16(132));

        assertThat(agent.awaitOver(1, 1)).contains("EXIT 0", "EOF 1", "GONE").anyMatch(told -> told.contains("50 132"));
    }

    @Test
    void theEndOfATerminalsInputIsTypedAndItsSignalsReachTheForeground() throws Exception {
        agent.spawn(1, shell("cat; echo ended; cat").withFlags(STDIN | TERMINAL));
        agent.send(NativeAgent.STDIN, 1, "hello\n\4".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(agent.awaitOutput(1, "ended")).contains("hello\r\nhello\r\n");

        agent.send(NativeAgent.STDIN_END, 1);
        assertThat(agent.awaitOver(1, 1)).contains("EXIT 0");

        agent.spawn(
                2,
                shell("trap 'echo mine; exit 4' INT; echo waits; while :; do sleep 0.05; done")
                        .withFlags(TERMINAL));
        agent.awaitOutput(2, "waits");
        agent.signal(2, 2, 0);
        assertThat(agent.awaitOver(2, 1)).contains("EXIT 4").anyMatch(told -> told.contains("mine"));
    }

    @Test
    void hundredsOfCommandsAtOnceEachHaveTheirOwn() throws Exception {
        int many = 300;
        for (int id = 1; id <= many; id++) {
            agent.spawn(id, shell("read line; echo $line " + id).withFlags(STDIN));
        }
        for (int id = many; id >= 1; id--) {
            agent.send(NativeAgent.STDIN, id, ("of " + id + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        for (int id = 1; id <= many; id++) {
            List<String> told = agent.awaitOver(id);
            assertThat(told).contains("STDOUT of " + id + " " + id + "\n", "EXIT 0", "GONE");
        }
    }
}
