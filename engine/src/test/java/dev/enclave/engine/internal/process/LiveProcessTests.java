package dev.enclave.engine.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.Command;
import dev.enclave.engine.Outcome;
import dev.enclave.engine.OutputChunk;
import dev.enclave.engine.OutputLine;
import dev.enclave.engine.ResourceUsage;
import dev.enclave.engine.SandboxException;
import dev.enclave.engine.SandboxProcess;
import dev.enclave.engine.Signal;
import dev.enclave.engine.TerminalSize;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Processes that outlive the call that started them. */
@Tag("C8")
class LiveProcessTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Command COMMAND = Command.of("program");

    private final ScriptedCommand scripted = new ScriptedCommand();
    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final AtomicBoolean removing = new AtomicBoolean();
    private final Sinks.Empty<Void> abandoned = Sinks.empty();
    private final CommandExecution execution = execution(scripted, 64);

    private CommandExecution execution(CommandRunner runner, int atOnce) {
        return new CommandExecution(
                runner,
                new CommandContext(
                        "test",
                        64L << 20,
                        atOnce,
                        () -> {},
                        removing::get,
                        abandoned.asMono(),
                        (command, error) -> error,
                        time));
    }

    private SandboxProcess start(Command command) {
        return execution.start(command).block(PATIENCE);
    }

    @AfterEach
    void disposeTime() {
        time.dispose();
    }

    @Test
    void goOnWhenTheirStarterIsDone() {
        SandboxProcess process = start(COMMAND);

        assertThat(process.isRunning()).isTrue();
        assertThat(process.outcome()).isEmpty();
        assertThat(scripted.calls).containsExactly("start");
        assertThat(execution.processes()).containsExactly(process);
    }

    @Test
    void tellTheirEndWithoutAReaderAndKeepTheOutputForOneWhoComesLater() {
        SandboxProcess process = start(COMMAND);

        scripted.exit.tryEmitValue(ProcessExit.of(3, false));

        assertThat(process.outcome()).contains(new Outcome.NonZeroExit(3));
        assertThat(scripted.calls).doesNotContain("release");
        StepVerifier.create(process.output())
                .then(() -> scripted.print("late"))
                .expectNextCount(1)
                .then(scripted.output::complete)
                .expectNextMatches(OutputChunk.End.class::isInstance)
                .expectComplete()
                .verify(PATIENCE);
        assertThat(scripted.calls).endsWith("release");
    }

    @Test
    void tellSignalUsageAndMemory() {
        ResourceUsage usage = new ResourceUsage(Duration.ofMillis(3), Duration.ofMillis(4), 1 << 20);
        SandboxProcess process = start(COMMAND);
        scripted.exit(new ProcessExit(137, 9, false, usage));

        OutputChunk.End end = process.exit().block(PATIENCE);

        assertThat(end.outcome()).isEqualTo(new Outcome.Signalled(Signal.KILL));
        assertThat(end.usage()).isEqualTo(usage);
    }

    @Test
    void sayThatMemoryRanOutRatherThanWhichSignalItWas() {
        SandboxProcess process = start(COMMAND);
        scripted.exit(new ProcessExit(137, 9, true, null));

        assertThat(process.outcome()).contains(new Outcome.OutOfMemory(64 << 20, 137));
    }

    @Test
    @Tag("C4")
    void endAtTheirTimeLimitWithoutAReader() {
        SandboxProcess process = start(COMMAND.withTimeout(Duration.ofSeconds(3)));

        time.advanceTimeBy(Duration.ofSeconds(3));
        assertThat(scripted.calls).containsExactly("start", "kill PT5S");
        scripted.killed.tryEmitEmpty();

        assertThat(process.outcome()).contains(new Outcome.TimedOut(Duration.ofSeconds(3)));
    }

    @Test
    @Tag("C4")
    void areKilledOnceHoweverManyAsk() {
        SandboxProcess process = start(COMMAND);
        process.kill(Duration.ZERO).subscribe().dispose();
        process.kill().subscribe();
        scripted.killed.tryEmitEmpty();

        StepVerifier.create(process.kill()).expectComplete().verify(PATIENCE);
        assertThat(process.outcome()).contains(new Outcome.Cancelled());
        assertThat(scripted.calls).containsExactly("start", "kill PT0S");
    }

    @Test
    @Tag("C4")
    void haveTheRestOfTheirTreeKilledWhenTheyHaveEndedThemselves() {
        SandboxProcess process = start(COMMAND);
        scripted.killed.tryEmitEmpty();
        scripted.exit.tryEmitValue(ProcessExit.of(0, false));

        process.kill(Duration.ZERO).block(PATIENCE);

        assertThat(scripted.calls).contains("kill PT0S");
        assertThat(process.outcome()).contains(new Outcome.Success());
    }

    @Test
    void endWithTheirSandbox() {
        SandboxProcess process = start(COMMAND);
        removing.set(true);
        execution.closeStreams();

        assertThat(process.outcome()).contains(new Outcome.Cancelled());
        assertThat(scripted.calls).containsExactly("start", "closeStreams", "release");
    }

    @Test
    void areLetGoOfWhenTheEngineIsClosedAndTheSandboxStays() {
        SandboxProcess process = start(COMMAND);
        abandoned.tryEmitEmpty();

        StepVerifier.create(process.exit()).expectError(SandboxException.class).verify(PATIENCE);
        assertThat(process.outcome()).get().isInstanceOf(Outcome.Infrastructure.class);
        assertThat(scripted.calls).containsExactly("start", "release");
    }

    @Test
    void areWrittenToInTheOrderOfTheWrites() {
        SandboxProcess process = start(COMMAND.withOpenStdin());
        Sinks.Many<byte[]> slow = Sinks.many().unicast().onBackpressureBuffer();

        process.write(slow.asFlux()).subscribe();
        process.write("two").subscribe();
        process.write(Mono.<byte[]>never()).subscribe().dispose();
        slow.tryEmitNext("one".getBytes(StandardCharsets.UTF_8));
        slow.tryEmitComplete();
        StepVerifier.create(process.write(Mono.error(new IllegalStateException("mine"))))
                .expectErrorMessage("mine")
                .verify(PATIENCE);
        process.stdin(Mono.empty()).block(PATIENCE);

        assertThat(scripted.calls).containsExactly("start", "fed one", "fed two");
        StepVerifier.create(process.write("late"))
                .expectError(IllegalStateException.class)
                .verify(PATIENCE);
        StepVerifier.create(process.endStdin()).expectComplete().verify(PATIENCE);
    }

    @Test
    void cannotBeWrittenToUnlessTheirInputIsOpen() {
        StepVerifier.create(start(COMMAND).write("x"))
                .expectErrorMessage("the standard input of Command[program] is not open; use withOpenStdin()")
                .verify(PATIENCE);
    }

    @Test
    void releaseWhoeverWritesToThemWhenTheyEnd() {
        SandboxProcess process = start(COMMAND.withOpenStdin());
        StepVerifier.create(process.write(Mono.never()))
                .then(() -> scripted.exit.tryEmitValue(ProcessExit.of(0, false)))
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void areSentSignalsAndSizesWhileTheyRun() {
        SandboxProcess process = start(COMMAND.withTty());
        process.signal(Signal.INT).block(PATIENCE);
        process.resize(new TerminalSize(10, 20)).block(PATIENCE);
        scripted.exit.tryEmitValue(ProcessExit.of(0, false));
        process.signal(Signal.INT).block(PATIENCE);

        assertThat(scripted.calls).containsExactly("start", "signal 2", "resize 10x20");
    }

    @Test
    void areReadInTheBackgroundByNobodyAndByMany() {
        SandboxProcess process = execution.startInBackground(COMMAND).block(PATIENCE);
        scripted.print("line\n");
        scripted.exit(0);

        for (int i = 0; i < 2; i++) {
            StepVerifier.create(process.lines().map(OutputLine::text))
                    .expectNext("line")
                    .expectComplete()
                    .verify(PATIENCE);
        }
        assertThat(scripted.calls).containsExactly("start", "release");
    }

    @Test
    void areListedWhileTheyRunAndTheLastOnesAfterwards() {
        SandboxProcess lives = start(COMMAND);
        for (int i = 0; i < 40; i++) {
            SandboxProcess process = start(COMMAND);
            removing.set(true);
            process.kill(Duration.ZERO).block(PATIENCE);
            removing.set(false);
        }

        assertThat(execution.processes()).hasSize(17).first().isSameAs(lives);
    }

    @Test
    void neverMakeACommandWait() {
        CommandExecution one = execution(scripted, 1);
        one.start(COMMAND).block(PATIENCE);
        one.start(COMMAND).subscribe();
        assertThat(scripted.calls).containsExactly("start");

        one.exec(COMMAND).subscribe();
        assertThat(scripted.calls).containsExactly("start", "start");
    }

    @Test
    @Tag("C1")
    void areNotStartedWhenTheirStarterGivesUpWaiting() {
        CommandExecution one = execution(scripted, 1);
        SandboxProcess first = one.start(COMMAND).block(PATIENCE);
        one.start(COMMAND).subscribe().dispose();
        scripted.killed.tryEmitEmpty();

        first.kill().block(PATIENCE);

        assertThat(scripted.calls).containsExactly("start", "kill PT5S");
    }
}
