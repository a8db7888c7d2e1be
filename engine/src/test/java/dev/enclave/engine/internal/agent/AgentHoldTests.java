package dev.enclave.engine.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mode for sandboxes that outlive their engine, and the agent as the first process of a namespace. */
@Tag("C3")
class AgentHoldTests {

    @TempDir
    private Path folder;

    @AfterEach
    void sanitizersAreContent() throws Exception {
        assertThat(AgentBuild.reports()).isEmpty();
    }

    @Test
    void makesTheDirectorySaysSoAndEndsAfterItsTime() throws Exception {
        Path made = folder.resolve("a/b");
        Process held = hold("--seconds", "1", "--dir", made.toString());

        assertThat(held.inputReader().readLine()).isEqualTo("enclave-ready");
        assertThat(made).isDirectory();
        assertThat(held.inputReader().readLine())
                .as("it needs no stream any more")
                .isNull();
        assertThat(held.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(held.exitValue()).isZero();
    }

    @Test
    void endsAtTerm() throws Exception {
        Process held = hold("--seconds", "4000000000");
        assertThat(held.inputReader().readLine()).isEqualTo("enclave-ready");
        held.getOutputStream().close();

        held.destroy();

        assertThat(held.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(held.exitValue()).isZero();
    }

    @Test
    void saysWhyTheDirectoryCannotBeMade() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder);

        assertThat(failure("--dir", file.resolve("x").toString())).contains("cannot be made");
        assertThat(failure("--dir", file.toString())).contains("cannot be made");
        assertThat(failure("--dir", folder.toString(), "--owner", "no-such-user"))
                .contains("no user no-such-user");
        assertThat(failure("--dir", link.toString(), "--owner", "0")).contains("cannot be given");
    }

    @Test
    void otherWordsAreRefused() throws Exception {
        String agent = AgentBuild.binary("agent").toString();
        for (String words : List.of(
                "",
                "hold",
                "hold --seconds 0",
                "hold --seconds x",
                "run --dir",
                "run --dir x",
                "run --owner 0",
                "run --seconds 5",
                "hold --seconds 5 --more x")) {
            List<String> command = new ArrayList<>(List.of(agent));
            command.addAll(words.isEmpty() ? List.of() : List.of(words.split(" ")));
            assertThat(AgentBuild.run(command.toArray(String[]::new)).code())
                    .as(words)
                    .isEqualTo(2);
        }
    }

    @Test
    void asFirstProcessItReapsOrphansAndBelievesOnlySignalsFromOutside() throws Exception {
        AgentBuild.skipUnless("root".equals(System.getProperty("user.name")), "a namespace needs root");
        String script =
                "kill -TERM 1; setsid sh -c 'sleep 0.05 & exit 0' & wait; sleep 0.3; echo zombies $(ps -eo stat= | grep -c Z)";
        try (NativeAgent agent = NativeAgent.greeted("unshare", "--pid", "--fork", "--kill-child", "--mount-proc")) {
            agent.spawn(1, DescribedCommand.shell("(setsid sh -c 'sleep 0.1 &' &) ; " + script));

            assertThat(agent.awaitOver(1)).contains("STDOUT zombies 0\n", "EXIT 0");
        }
    }

    /** In file systems of its own, so that the machine keeps its /dev/null and /proc. */
    @Test
    void aPrivilegedCommandCanNeitherStopNorBlindIt() throws Exception {
        AgentBuild.skipUnless("root".equals(System.getProperty("user.name")), "a namespace needs root");
        String attack =
                "mkfifo " + folder + "/fifo && mount --bind " + folder + "/fifo /dev/null && mount -t tmpfs none /proc";
        try (NativeAgent agent =
                NativeAgent.greeted("unshare", "--pid", "--mount", "--fork", "--kill-child", "--mount-proc")) {
            agent.spawn(1, DescribedCommand.shell(attack).withFlags(DescribedCommand.KEEP_CAPABILITIES));
            assertThat(agent.awaitOver(1)).contains("EXIT 0");

            agent.spawn(2, DescribedCommand.shell("(setsid sleep 98 &); echo on; sleep 99"));
            agent.awaitOutput(2, "on");
            agent.kill(2, 0);

            assertThat(agent.awaitOver(2)).contains("SIGNAL 9", "GONE");
        }
    }

    private Process hold(String... words) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(AgentBuild.binary("agent").toString(), "hold"));
        command.addAll(List.of(words));
        return AgentBuild.builder(command).redirectErrorStream(true).start();
    }

    private String failure(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of("--seconds", "5"));
        all.addAll(List.of(words));
        Process held = hold(all.toArray(String[]::new));
        try (BufferedReader said = held.inputReader()) {
            String reason = said.readLine();
            assertThat(held.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(held.exitValue()).as(reason).isEqualTo(1);
            return reason;
        }
    }
}
