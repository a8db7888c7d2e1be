package dev.enclave.engine.internal.agent;

import static dev.enclave.engine.internal.agent.DescribedCommand.KEEP_CAPABILITIES;
import static dev.enclave.engine.internal.agent.DescribedCommand.STDIN;
import static dev.enclave.engine.internal.agent.DescribedCommand.TERMINAL;
import static dev.enclave.engine.internal.agent.DescribedCommand.program;
import static dev.enclave.engine.internal.agent.DescribedCommand.shell;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts of commands, those that fail, and what a command gets from the agent. */
class AgentStartTests {

    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    @Test
    void whatCannotStartSaysWhyAndTheAgentGoesOn(@TempDir Path folder) throws Exception {
        Path notExecutable = Files.writeString(folder.resolve("plain"), "text");
        try (NativeAgent agent = NativeAgent.greeted()) {
            agent.spawn(1, program("no-such-program"));
            agent.spawn(2, program("/no/such/program"));
            agent.spawn(3, program(notExecutable.toString()));
            agent.spawn(5, shell("true").withDirectory("/no/such/directory"));
            agent.spawn(6, shell("true").withUser("no-such-user"));
            agent.spawn(7, shell("true").withUser("root:no-such-group"));
            agent.spawn(8, shell("echo on"));

            assertThat(agent.awaitOver(1)).containsExactly("FAILED 2 at 4");
            assertThat(agent.awaitOver(2)).containsExactly("FAILED 2 at 4");
            assertThat(agent.awaitOver(3)).containsExactly("FAILED 13 at 4");
            assertThat(agent.awaitOver(5)).containsExactly("FAILED 2 at 3");
            assertThat(agent.awaitOver(6)).containsExactly("FAILED 22 at 2");
            assertThat(agent.awaitOver(7)).containsExactly("FAILED 22 at 2");
            assertThat(agent.awaitOver(8)).contains("STDOUT on\n", "EXIT 0");
        }
    }

    @Test
    void withoutDescriptorsACommandFailsAndTheAgentGoesOn() throws Exception {
        try (NativeAgent agent = NativeAgent.greeted("/bin/sh", "-c", "ulimit -n 24; exec \"$@\"", "sh")) {
            List<String> told = new ArrayList<>();
            for (int id = 1; id <= 12; id++) {
                agent.spawn(id, shell("read line").withFlags(STDIN));
            }
            for (int id = 1; id <= 12; id++) {
                agent.send(NativeAgent.STDIN_END, id);
                told.addAll(agent.awaitOver(id));
            }
            assertThat(told).contains("FAILED 24 at 6").contains("EXIT 1");

            agent.spawn(13, shell("echo on"));
            assertThat(agent.awaitOver(13)).contains("STDOUT on\n");
        }
    }

    /** In file systems of its own, where what makes terminals makes none. */
    @Test
    void withoutTerminalsACommandFailsAndTheAgentGoesOn() throws Exception {
        AgentBuild.skipUnless(ROOT, "a namespace needs root");
        String blinded = "mount --bind /dev/null /dev/ptmx && exec \"$@\"";
        try (NativeAgent agent = NativeAgent.greeted("unshare", "--mount", "/bin/sh", "-c", blinded, "sh")) {
            agent.spawn(1, shell("true").withFlags(TERMINAL));
            agent.spawn(2, shell("echo on"));

            // Which error that is differs between C libraries.
            assertThat(agent.awaitOver(1, 1)).singleElement().asString().matches("FAILED [0-9]+ at 5");
            assertThat(agent.awaitOver(2)).contains("STDOUT on\n", "EXIT 0");
        }
    }

    @Test
    void atTheLimitOfProcessesACommandFailsAndTheAgentGoesOn() throws Exception {
        AgentBuild.skipUnless(ROOT, "becoming another user needs root");
        try (NativeAgent agent = limitedTo(6)) {
            for (int id = 1; id <= 6; id++) {
                agent.spawn(id, program("/bin/sleep", "99"));
            }
            assertThat(agent.awaitOver(6)).containsExactly("FAILED 11 at 1");
            agent.kill(1, 0);
            agent.awaitOver(1);
            agent.spawn(7, program("/bin/echo", "on"));
            assertThat(agent.awaitOver(7)).contains("STDOUT on\n");
        }
    }

    private static NativeAgent limitedTo(int processes) throws Exception {
        return NativeAgent.greeted(
                "setpriv", "--reuid=54325", "--regid=54325", "--clear-groups", "prlimit", "--nproc=" + processes);
    }

    @Test
    void nothingOfTheAgentIsInherited() throws Exception {
        try (NativeAgent agent = NativeAgent.greeted("/bin/sh", "-c", "umask 077; SECRET=x exec \"$@\"", "sh")) {
            for (int id = 1; id <= 10; id++) {
                agent.spawn(id, shell("sleep 99").withFlags(STDIN));
            }
            agent.spawn(11, program("/usr/bin/env"));
            agent.spawn(12, program("/bin/ls", "-l", "/proc/self/fd"));
            agent.spawn(13, program("/bin/cat", "/proc/self/status", "/proc/self/oom_score_adj"));
            agent.spawn(14, shell("umask"));

            String environment = String.join("\n", agent.awaitOver(11));
            assertThat(environment).contains("GIVEN=by the engine", "PATH=/usr/local/sbin:", "HOME=/", "HOSTNAME=");
            assertThat(environment).doesNotContain("SECRET", "ASAN_OPTIONS", "TERM=");
            String descriptors = String.join("\n", agent.awaitOver(12));
            assertThat(descriptors)
                    .contains(" 0 -> /dev/null", " 1 -> pipe", " 2 -> pipe", " 3 -> /proc")
                    .doesNotContain(" 4 ->");
            assertThat(String.join("\n", agent.awaitOver(13)))
                    .containsPattern("SigBlk:\\s+0{16}\n")
                    .containsPattern("SigIgn:\\s+0{16}\n")
                    .containsPattern("CapInh:\\s+0{16}\n")
                    .containsPattern("CapAmb:\\s+0{16}\n")
                    .contains("\n800\n");
            assertThat(agent.awaitOver(14)).contains("STDOUT 0022\n");
        }
    }

    @Test
    void theAgentsCapabilitiesAreTakenUnlessTheyAreToBeKept() throws Exception {
        AgentBuild.skipUnless(ROOT, "capabilities need root");
        try (NativeAgent agent = NativeAgent.greeted()) {
            agent.spawn(1, shell("grep -E 'Cap(Eff|Bnd)' /proc/self/status"));
            agent.spawn(2, shell("grep -E 'Cap(Eff|Bnd)' /proc/self/status").withFlags(KEEP_CAPABILITIES));
            agent.spawn(3, shell("grep -E 'Cap(Eff|Prm)' /proc/self/status").withUser("54326"));

            for (long set : capabilities(agent, 1)) {
                assertThat(set & 0x1e0).as("KILL, SETGID, SETUID, SETPCAP").isZero();
            }
            for (long set : capabilities(agent, 2)) {
                assertThat(set & 0x1e0).isEqualTo(0x1e0);
            }
            assertThat(capabilities(agent, 3)).containsOnly(0L);
        }
    }

    private static List<Long> capabilities(NativeAgent agent, int id) throws Exception {
        List<Long> sets = agent.awaitOver(id).stream()
                .filter(told -> told.startsWith("STDOUT "))
                .flatMap(told -> told.substring(7).lines())
                .map(line -> Long.parseLong(line.replaceAll(".*\\s", ""), 16))
                .toList();
        assertThat(sets).hasSize(2);
        return sets;
    }

    @Test
    void theUserIsBecome() throws Exception {
        AgentBuild.skipUnless(ROOT, "becoming another user needs root");
        try (NativeAgent agent = NativeAgent.greeted()) {
            agent.spawn(1, shell("id -u; id -g; id -G; echo $HOME").withUser("54326:12"));
            agent.spawn(2, shell("id -un; id -G; echo $HOME").withUser("nobody"));

            assertThat(agent.awaitOver(1)).contains("STDOUT 54326\n12\n12\n/\n");
            assertThat(agent.awaitOver(2)).contains("STDOUT nobody\n65534\n/nonexistent\n");
        }
    }

    @Test
    void anExitTellsWhatWasUsed() throws Exception {
        try (NativeAgent agent = NativeAgent.greeted()) {
            agent.spawn(1, shell("i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done"));

            ToldFrame exit = agent.await(1, ToldFrame.EXIT);

            assertThat(exit.payload()).hasSize(37);
            assertThat(exit.u64(5)).as("user CPU in us").isBetween(1_000L, 60_000_000L);
            assertThat(exit.u64(21)).as("peak memory in KiB").isBetween(100L, 1_000_000L);
            assertThat(exit.u64(29)).as("kills for want of memory").isIn(0L, -1L);
        }
    }
}
