package dev.enclave.engine.internal.agent;

import static dev.enclave.engine.internal.agent.DescribedCommand.shell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Signals and the end of process trees, against the agent itself. */
@Tag("C4")
class AgentKillTests {

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
    void termComesBeforeKill() throws Exception {
        agent.spawn(1, shell("trap 'echo bye; exit 9' TERM; echo waits; while :; do sleep 0.05; done"));
        agent.awaitOutput(1, "waits");

        agent.kill(1, 60_000);

        assertThat(agent.awaitOver(1)).contains("STDOUT bye\n", "EXIT 9", "GONE");
    }

    @Test
    void whatIgnoresTermIsKilledAfterTheGraceAndASecondKillShortensIt() throws Exception {
        agent.spawn(1, shell("trap '' TERM; echo waits; while :; do sleep 0.05; done"));
        agent.awaitOutput(1, "waits");
        agent.kill(1, 300);
        assertThat(agent.awaitOver(1)).contains("SIGNAL 9", "GONE");

        agent.spawn(2, shell("trap '' TERM; echo waits; while :; do sleep 0.05; done"));
        agent.awaitOutput(2, "waits");
        agent.kill(2, 4_000_000);
        agent.kill(2, 0);
        assertThat(agent.awaitOver(2)).contains("SIGNAL 9", "GONE");
    }

    /** A session of its own that ignores TERM, a daemon without environment, and a stopped one. */
    @Test
    void theWholeTreeGoesWhateverItDoes() throws Exception {
        agent.spawn(1, shell("""
                setsid sh -c 'trap "" TERM HUP; echo $$; sleep 98; sleep 98' &
                (env -i /bin/sh -c '(/bin/sh -c "echo \\$\\$; exec sleep 97" &)' &)
                sh -c 'echo $$; kill -STOP $$' &
                echo $$
                sleep 99
                """));
        List<Long> pids = awaitPids(1, 4);
        assertThat(pids).allMatch(AgentKillTests::lives);

        agent.kill(1, 0);

        agent.await(1, ToldFrame.GONE);
        assertThat(pids).noneMatch(AgentKillTests::lives);
    }

    /** Some hundred processes that come and go; by itself it would end, too, as nothing but this test guards the machine. */
    @Test
    void aStormOfForksIsEnded() throws Exception {
        agent.spawn(
                1,
                shell("f() { [ $1 -eq 0 ] || { f $(($1 - 1)) & f $(($1 - 1)) & }; }; echo begins;"
                        + " i=0; while [ $i -lt 300 ]; do f 5; i=$((i + 1)); done"));
        agent.spawn(2, shell("echo stays; exec sleep 99"));
        agent.awaitOutput(1, "begins");
        agent.awaitOutput(2, "stays");
        agent.send(NativeAgent.DISCARD, 1);

        agent.kill(1, 0);

        agent.await(1, ToldFrame.GONE);
        assertThat(agent.toldUntilNow()).noneMatch(frame -> frame.id() == 2 && isAnEnd(frame));
    }

    @Test
    void aBackgroundProcessKeepsItsCommandFromBeingGone() throws Exception {
        agent.spawn(1, shell("sleep 99 >/dev/null 2>&1 & exit 5"));
        assertThat(agent.await(1, ToldFrame.EXIT)).hasToString("EXIT 5");
        assertThat(agent.toldUntilNow()).extracting(ToldFrame::type).doesNotContain(ToldFrame.GONE);

        agent.signal(1, 15, 1);

        agent.await(1, ToldFrame.GONE);
    }

    @Test
    void aSignalGoesToTheProcessOrToTheTree() throws Exception {
        String script =
                "trap 'echo parent' USR1; sh -c 'trap \"echo child\" USR1; echo ready; while :; do sleep 0.02; done' &"
                        + " echo ready; while :; do wait; done";
        agent.spawn(1, shell(script));
        agent.awaitOutput(1, "ready\nready\n");

        agent.signal(1, 10, 0);
        assertThat(agent.awaitOutput(1, "parent")).doesNotContain("child");
        agent.signal(1, 10, 1);
        assertThat(agent.awaitOutput(1, "child")).contains("child");
    }

    @Test
    void aCommandThatKillsItsSupervisorLeavesNothingAndHarmsNobody() throws Exception {
        agent.spawn(1, shell("echo stays; exec sleep 99"));
        agent.awaitOutput(1, "stays");
        agent.spawn(
                2,
                shell("echo $$; setsid sh -c 'echo $$; exec sleep 98' & read go; kill -9 $PPID; sleep 97")
                        .withFlags(DescribedCommand.STDIN));
        List<Long> pids = awaitPids(2, 2);

        agent.send(NativeAgent.STDIN, 2, (byte) '\n');

        assertThat(agent.awaitOver(2)).contains("SIGNAL 9", "GONE");
        assertThat(pids).noneMatch(AgentKillTests::lives);
        assertThat(agent.toldUntilNow()).noneMatch(AgentKillTests::isAnEnd);
        agent.spawn(3, shell("echo on"));
        agent.awaitOutput(3, "on");
    }

    @Test
    void manySupervisorsMayDieAtOnce() throws Exception {
        List<Long> supervisors = new ArrayList<>();
        for (int id = 1; id <= 40; id++) {
            agent.spawn(id, shell("echo $PPID; setsid sleep 98 & sleep 99"));
            supervisors.addAll(pidsIn(agent.awaitOutput(id, "\n")));
        }
        for (long supervisor : supervisors.subList(0, 20)) {
            ProcessHandle.of(supervisor).orElseThrow().destroyForcibly();
        }

        for (int id = 1; id <= 20; id++) {
            assertThat(agent.awaitOver(id)).contains("SIGNAL 9", "GONE");
        }
        assertThat(agent.toldUntilNow()).noneMatch(AgentKillTests::isAnEnd);
    }

    /** Without the right to signal other users' processes it cannot end what a dead supervisor leaves, and says so by its own end. */
    @Test
    void orphansThatCannotBeKilledEndTheAgent() throws Exception {
        AgentBuild.skipUnless("root".equals(System.getProperty("user.name")), "becoming another user needs root");
        try (NativeAgent powerless = NativeAgent.greeted("setpriv", "--bounding-set", "-kill")) {
            powerless.spawn(1, shell("echo $PPID; echo $$; exec sleep 98").withUser("54327"));
            List<Long> pids = awaitPids(powerless, 1, 2);
            try {
                ProcessHandle.of(pids.get(0)).orElseThrow().destroyForcibly();

                assertThat(powerless.awaitEnd(1)).isEqualTo("processes are left that cannot be killed");
                assertThat(lives(pids.get(1))).isTrue();
            } finally {
                ProcessHandle.of(pids.get(1)).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    @Test
    void aStoppedSupervisorIsWoken() throws Exception {
        agent.spawn(1, shell("kill -STOP $PPID; echo done"));

        assertThat(agent.awaitOver(1)).contains("STDOUT done\n", "EXIT 0", "GONE");
    }

    @Test
    void theEndOfTheInputEndsEverything() throws Exception {
        agent.spawn(1, shell("echo $$; setsid sh -c 'trap \"\" TERM; echo $$; sleep 98' & sleep 99"));
        List<Long> pids = awaitPids(1, 2);

        agent.endInput();

        agent.awaitEnd(0);
        Eventually.holds("all have ended", () -> pids.stream().noneMatch(AgentKillTests::lives));
    }

    @Test
    void termFromOutsideEndsEverything() throws Exception {
        agent.spawn(1, shell("echo $$; sleep 99"));
        List<Long> pids = pidsIn(agent.awaitOutput(1, "\n"));

        ProcessHandle.of(agent.pid()).orElseThrow().destroy();

        agent.awaitEnd(0);
        Eventually.holds("all have ended", () -> pids.stream().noneMatch(AgentKillTests::lives));
    }

    private List<Long> awaitPids(int id, int count) throws InterruptedException {
        return awaitPids(agent, id, count);
    }

    private static List<Long> awaitPids(NativeAgent agent, int id, int count) throws InterruptedException {
        StringBuilder output = new StringBuilder();
        while (pidsIn(output.toString()).size() < count) {
            output.append(agent.await(id, ToldFrame.STDOUT).text());
        }
        return pidsIn(output.toString());
    }

    private static boolean isAnEnd(ToldFrame frame) {
        return frame.type() == ToldFrame.EXIT || frame.type() == ToldFrame.GONE || frame.type() == ToldFrame.FAILED;
    }

    private static List<Long> pidsIn(String text) {
        return text.replace("STDOUT ", "")
                .lines()
                .filter(line -> line.matches("[0-9]+"))
                .map(Long::valueOf)
                .toList();
    }

    /** Whether a process is there that has not ended, reaped or not. */
    private static boolean lives(long pid) {
        try {
            return !Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
        } catch (java.io.IOException e) {
            return false;
        }
    }
}
