package dev.enclave.engine.internal.agent;

import static dev.enclave.engine.internal.agent.DescribedCommand.STDIN;
import static dev.enclave.engine.internal.agent.DescribedCommand.shell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.testing.Eventually;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

/** The rules of the protocol: what ends the agent, and what does not. */
@Tag("C3")
class AgentRulesTests {

    private NativeAgent agent;

    @BeforeEach
    void startAgent() throws Exception {
        agent = NativeAgent.start();
    }

    @AfterEach
    void endAgent() throws Exception {
        agent.close();
    }

    /** What breaks a rule, sent by a friend of the agent with a running command 5 that is fed. */
    interface Misdeed {
        void done(NativeAgent agent) throws Exception;
    }

    static Stream<Arguments> misdeeds() {
        return Stream.of(
                misdeed("unknown type", a -> a.send(0x0C, 5)),
                misdeed("unknown type", a -> a.send(0x00, 0)),
                misdeed("too long", a -> a.write(new byte[] {0, 1, 0, 1, NativeAgent.STDIN, 0, 0, 0, 5})),
                misdeed("wrong length", a -> a.send(NativeAgent.PING, 0, new byte[7])),
                misdeed("wrong length", a -> a.send(NativeAgent.KILL, 5, new byte[5])),
                misdeed(
                        "second greeting",
                        a -> a.send(NativeAgent.HELLO, 0, new Payload().u16(1).u32(0))),
                misdeed("for a command, but without its id", a -> a.spawn(0, shell("true"))),
                misdeed("id of a command, but for none", a -> a.send(NativeAgent.PING, 5, new byte[8])),
                misdeed("used before", a -> a.spawn(5, shell("true"))),
                misdeed("used before", a -> a.spawn(4, shell("true"))),
                misdeed("never was", a -> a.kill(6, 0)),
                misdeed("never was", a -> {
                    a.send(NativeAgent.SPAWN_PART, 6, (byte) 0);
                    a.kill(6, 0);
                }),
                misdeed("two commands described", a -> {
                    a.send(NativeAgent.SPAWN_PART, 6, (byte) 0);
                    a.spawn(7, shell("true"));
                }),
                misdeed("that is too long", a -> {
                    for (int part = 0; part <= 64; part++) {
                        a.send(NativeAgent.SPAWN_PART, 6, new byte[65_536]);
                    }
                }),
                misdeed("a description of a command", a -> a.send(NativeAgent.SPAWN, 6, new byte[20])),
                misdeed(
                        "a description of a command",
                        a -> a.send(
                                NativeAgent.SPAWN,
                                6,
                                Arrays.copyOf(shell("true").bytes(), 40))),
                misdeed(
                        "a description of a command",
                        a -> a.spawn(6, shell("true").withFlags(8))),
                misdeed("a description of a command", a -> a.spawn(6, DescribedCommand.program())),
                misdeed("more standard input", a -> {
                    a.send(NativeAgent.STDIN, 5, new byte[65_536]);
                    a.send(NativeAgent.STDIN, 5, new byte[65_536]);
                    a.send(NativeAgent.STDIN, 5, new byte[65_536]);
                }),
                misdeed("behind its end", a -> {
                    a.send(NativeAgent.STDIN_END, 5);
                    a.send(NativeAgent.STDIN, 5, (byte) 1);
                }),
                misdeed("credit", a -> a.credit(5, 3, 1)),
                misdeed("credit", a -> {
                    a.credit(5, 1, 0xffffffffL);
                    a.credit(5, 1, 0xffffffffL);
                }),
                misdeed("signal", a -> a.signal(5, 0, 0)),
                misdeed("signal", a -> a.signal(5, 65, 0)),
                misdeed("signal", a -> a.signal(5, 9, 2)));
    }

    private static Arguments misdeed(String reason, Misdeed misdeed) {
        return Arguments.of(reason, misdeed);
    }

    @ParameterizedTest(name = "{0} ({index})")
    @MethodSource("misdeeds")
    void aBrokenRuleEndsTheAgent(String reason, Misdeed misdeed) throws Exception {
        agent.greet(0);
        agent.spawn(5, shell("sleep 99").withFlags(STDIN));
        agent.await(5, ToldFrame.STARTED);

        misdeed.done(agent);

        assertThat(agent.awaitEnd(1)).contains(reason);
    }

    @Test
    void nothingComesBeforeTheGreeting() throws Exception {
        agent.send(NativeAgent.PING, 0, new byte[8]);

        assertThat(agent.awaitEnd(1)).contains("before the greeting");
    }

    @Test
    void anotherVersionIsRefused() throws Exception {
        agent.send(NativeAgent.HELLO, 0, new Payload().u16(2).u32(0));

        assertThat(agent.awaitEnd(1)).contains("another version");
    }

    @Test
    void aFrameMayComeByteByByteAndADescriptionInParts() throws Exception {
        agent.greet(0);
        byte[] description = shell("echo whole").bytes();
        agent.send(NativeAgent.SPAWN_PART, 3, Arrays.copyOf(description, 20));
        agent.send(NativeAgent.PING, 0, new byte[8]);
        for (byte one : new byte[] {0, 0, 0, (byte) (description.length - 20), NativeAgent.SPAWN, 0, 0, 0, 3}) {
            agent.write(one);
        }
        for (int at = 20; at < description.length; at++) {
            agent.write(description[at]);
        }

        assertThat(agent.awaitOver(3)).contains("STDOUT whole\n");
        assertThat(agent.await(0, ToldFrame.PONG).payload()).isEqualTo(new byte[8]);
    }

    @Test
    void framesForACommandThatIsOverAreIgnored() throws Exception {
        agent.greet(0);
        agent.spawn(1, shell("exit 0").withFlags(STDIN));
        agent.awaitOver(1);

        agent.kill(1, 0);
        agent.signal(1, 9, 0);
        agent.credit(1, 1, 9);
        agent.send(NativeAgent.STDIN, 1, (byte) 1);
        agent.send(NativeAgent.STDIN_END, 1);
        agent.send(NativeAgent.DISCARD, 1);
        agent.send(NativeAgent.RESIZE, 1, new byte[4]);

        assertThat(agent.toldUntilNow()).isEmpty();
    }

    @Test
    void theAgentEndsWithItsCommandsWhenItsLeaseRunsOut() throws Exception {
        agent.greet(400);
        agent.spawn(1, shell("echo $$; exec sleep 99"));
        long pid = Long.parseLong(agent.awaitOutput(1, "\n").trim());

        agent.awaitEnd(0);

        Eventually.holds("it has ended", () -> ProcessHandle.of(pid).isEmpty());
    }

    @Test
    void anyFrameRenewsTheLease() throws Exception {
        agent.greet(2000);
        for (int round = 0; round < 6; round++) {
            Mono.delay(Duration.ofMillis(500)).block();
            agent.send(NativeAgent.PING, 0, new byte[8]);
            agent.await(0, ToldFrame.PONG);
        }
    }

    @Test
    void anAgentThatWasStoppedReadsWhatWaitsBeforeItJudgesItsLease() throws Exception {
        agent.greet(1000);
        assertThat(signalled("-STOP")).isZero();
        agent.send(NativeAgent.PING, 0, new byte[8]);
        Mono.delay(Duration.ofMillis(1500)).block();
        assertThat(signalled("-CONT")).isZero();

        agent.await(0, ToldFrame.PONG);
    }

    private int signalled(String signal) throws Exception {
        return AgentBuild.run("kill", signal, Long.toString(agent.pid())).code();
    }
}
