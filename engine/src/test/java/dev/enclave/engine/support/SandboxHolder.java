package dev.enclave.engine.support;

import dev.enclave.engine.AgentUse;
import dev.enclave.engine.Command;
import dev.enclave.engine.OutputChunk;
import dev.enclave.engine.Sandbox;
import dev.enclave.engine.SandboxEngine;
import dev.enclave.engine.SandboxSpec;
import dev.enclave.testing.TestImages;
import dev.enclave.testing.TestRun;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A program that makes sandboxes and is killed by {@code LeaseIT} and its like. It tells on standard output how far it is. */
public final class SandboxHolder {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int HELD = 5;
    private static final int AT_ONCE = 8;

    private final SandboxEngine engine;
    private final SandboxSpec.Builder spec;
    private final String mark;

    private SandboxHolder(SandboxEngine engine, SandboxSpec.Builder spec, String mark) {
        this.engine = engine;
        this.spec = spec;
        this.mark = mark;
    }

    /** Returns the arguments of this program, whose commands run as they do by default. */
    public static String[] arguments(String task, Mark mark, boolean orphanWatch) {
        return arguments(task, mark, orphanWatch, AgentUse.PREFERRED);
    }

    /** Returns the arguments of this program. */
    public static String[] arguments(String task, Mark mark, boolean orphanWatch, AgentUse agent) {
        return new String[] {task, TestRun.ID, mark.value(), Boolean.toString(orphanWatch), agent.name()};
    }

    /**
     * Runs a task: {@code hold}, {@code fan-out} or {@code detach}.
     *
     * @param arguments see {@link #arguments}
     */
    public static void main(String[] arguments) throws IOException {
        SandboxEngine engine = SandboxEngine.builder()
                .orphanWatch(Boolean.parseBoolean(arguments[3]))
                .agent(AgentUse.valueOf(arguments[4]))
                .build();
        SandboxSpec.Builder spec = SandboxSpec.builder(TestImages.BUSYBOX)
                .label(TestRun.LABEL, arguments[1])
                .label(Mark.LABEL, arguments[2]);
        SandboxHolder holder = new SandboxHolder(engine, spec, arguments[2]);
        switch (arguments[0]) {
            case "hold" -> holder.hold();
            case "fan-out" -> holder.fanOut();
            case "detach" -> holder.detach();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }

    /** Holds sandboxes with a running command each until a line arrives, then closes the engine and waits for another. */
    private void hold() throws IOException {
        Flux.range(0, HELD)
                .flatMap(index -> engine.create(spec.build()))
                .flatMap(this::runCommand)
                .blockLast(PATIENCE);
        List<String> children = ProcessHandle.current()
                .children()
                .map(child -> Long.toString(child.pid()))
                .toList();
        say("watch " + String.join(",", children));
        say("holding");
        System.in.read();
        engine.close().block(PATIENCE);
        say("closed");
        while (System.in.read() >= 0) {
            Thread.onSpinWait();
        }
    }

    /** Emits when the command, whose command line holds the mark, has said that it runs; it goes on. */
    private Mono<OutputChunk> runCommand(Sandbox sandbox) {
        return sandbox.stream(Command.of("sh", "-c", "echo running; sleep 1000 & wait", mark))
                .publish(output -> {
                    output.subscribe();
                    return output.next();
                })
                .next();
    }

    private void fanOut() {
        Flux.range(0, Integer.MAX_VALUE)
                .flatMap(index -> engine.use(spec.build(), sandbox -> sandbox.exec("sleep 0.2")), AT_ONCE)
                .doOnNext(result -> say("done"))
                .blockLast(Duration.ofMinutes(2));
    }

    private void detach() {
        SandboxSpec detached = spec.user("1234:2345")
                .workingDirectory("/work")
                .detached(Duration.ofMinutes(2))
                .build();
        say("sandbox " + engine.create(detached).block(PATIENCE).id());
        Runtime.getRuntime().halt(0);
    }
}
