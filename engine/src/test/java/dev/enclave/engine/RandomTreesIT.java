package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.support.Resource;
import dev.enclave.engine.support.TestSpecs;
import dev.enclave.testing.Eventually;
import dev.enclave.testing.RandomCases;
import dev.enclave.testing.TestEngine;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** C4 for whatever a command may have grown to: many random trees in one sandbox, ended at random moments, beside others that live. */
@Tag("C4")
class RandomTreesIT {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int TREES = 200;
    private static final int AT_ONCE = 10;
    private static final int BYSTANDERS = 3;
    private static final String SOURCE = Resource.text("/dev/enclave/engine/tree.py");

    private static SandboxEngine engine;
    private static Sandbox sandbox;

    private final Random random = RandomCases.random(0);

    @BeforeAll
    static void open() {
        engine = SandboxEngine.builder()
                .dockerClient(TestEngine.client())
                .agent(AgentUse.REQUIRED)
                .build();
        sandbox = engine.create(
                        TestSpecs.python().memory("3g").cpus(2).pids(2000).build())
                .block(PATIENCE);
    }

    @AfterAll
    static void close() {
        engine.close().block(PATIENCE);
    }

    private static Command tree(String token, int seed) {
        return Command.of("python3", "-c", SOURCE, token, Integer.toString(seed), "0");
    }

    /** How many processes have a token on their command line, now. */
    private static Mono<Integer> processes(String token) {
        // The brackets keep the search from finding itself.
        String pattern = "[" + token.charAt(0) + "]" + token.substring(1);
        return sandbox.exec(Command.shell("grep -las '" + pattern + "' /proc/[0-9]*/cmdline | wc -l"))
                .map(result -> Integer.valueOf(result.stdout().strip()));
    }

    private static int countOf(String token) {
        return processes(token).block(PATIENCE);
    }

    @Test
    void noProcessOfATreeSurvivesItsEndAndNoOtherIsHarmed() {
        AtomicInteger seen = new AtomicInteger();
        List<Command> bystanders = Flux.range(0, BYSTANDERS)
                .map(i -> tree("bystander-" + i + "-", 1000 + i))
                .collectList()
                .block(PATIENCE);
        Mono<List<ExecResult>> killed = Flux.range(0, TREES)
                .flatMap(number -> grownAndKilled(number, random.nextInt(), random.nextInt(1500), seen), AT_ONCE)
                .collectList();
        Flux<OutputChunk> living = Flux.fromIterable(bystanders).flatMap(sandbox::stream);

        Mono<List<ExecResult>> beside = Mono.usingWhen(
                Mono.fromSupplier(living::subscribe),
                running -> settledBystanders()
                        .flatMap(before -> killed.delayUntil(all -> settledBystanders()
                                .doOnNext(after -> assertThat(after)
                                        .as("bystanders (seed %d)", RandomCases.SEED)
                                        .isEqualTo(before)))),
                running -> Mono.fromRunnable(running::dispose));

        List<ExecResult> results = beside.block(PATIENCE);
        assertThat(results).hasSize(TREES).allMatch(result -> result.status() == ExecStatus.TIMEOUT);
        // Trees, not single processes, were met.
        assertThat(seen.get()).as("processes seen").isGreaterThan(2 * TREES);
        Eventually.get("processes", () -> countOf("bystander-"), count -> count == 0);
    }

    /** How many processes the bystanders have, once they have grown: the same count twice, a while apart. */
    private static Mono<Integer> settledBystanders() {
        AtomicInteger last = new AtomicInteger(-1);
        Mono<Integer> settled = Mono.delay(Duration.ofMillis(500))
                .then(processes("bystander-"))
                .map(count -> last.getAndSet(count) == count ? count : -1);
        return Eventually.await("bystanders", settled, count -> count > BYSTANDERS);
    }

    private Mono<ExecResult> grownAndKilled(int number, int treeSeed, int millis, AtomicInteger seen) {
        String token = "tree-" + number + "-";
        Command command = tree(token, treeSeed)
                .withTimeout(Duration.ofMillis(100 + millis))
                .withGrace(Duration.ofMillis(millis / 10));
        Mono<Integer> look = Mono.delay(Duration.ofMillis(100 + millis / 2)).then(processes(token));
        Mono<ExecResult> ended = sandbox.exec(command)
                .delayUntil(result -> processes(token)
                        .doOnNext(left -> assertThat(left)
                                .as("%s: processes after its end (seed %d)", token, RandomCases.SEED)
                                .isZero()));
        return Mono.zip(ended, look)
                .doOnNext(both -> seen.addAndGet(both.getT2()))
                .map(both -> both.getT1());
    }

    @Test
    void randomTimeoutsAndCancellationsLeaveNoProcess() {
        String line = "trap '' TERM; sleep 7777 & (setsid sleep 7777 &) ; sleep 7777; :";
        Flux.range(0, TREES)
                .flatMap(
                        number -> {
                            Duration when = Duration.ofMillis(random.nextInt(200) + 1);
                            Command command = Command.shell(line).withGrace(Duration.ofMillis(random.nextInt(30)));
                            return random.nextBoolean()
                                    ? sandbox.exec(command.withTimeout(when)).then()
                                    : sandbox.exec(command).then().timeout(when, Mono.empty());
                        },
                        AT_ONCE * 2)
                .blockLast(PATIENCE);

        Eventually.get("processes (seed " + RandomCases.SEED + ")", () -> countOf("7777"), count -> count == 0);
    }
}
