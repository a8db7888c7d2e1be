package dev.enclave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.engine.support.SandboxTest;
import dev.enclave.engine.support.TestSpecs;
import dev.enclave.testing.Eventually;
import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

/** A program that prints for ever and a subscriber that hardly reads: memory stays flat, because the program stands still. */
@Tag("C5")
@SandboxTest
class BackPressureIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SECONDS = 20;
    private static final long MIB = 1 << 20;

    private final SandboxEngine engine;

    BackPressureIT(SandboxEngine engine) {
        this.engine = engine;
    }

    @Test
    void aProgramThatPrintsForEverBlocksWhileItsReaderRequestsOneItemASecond() {
        Sandbox sandbox = engine.create(TestSpecs.busybox().build()).block(PATIENCE);
        SlowReader reader = new SlowReader();
        sandbox.stream(Command.of("yes")).subscribe(reader);
        Eventually.holds("the program runs", () -> look(sandbox).written() > 0);
        Memory before = Memory.used();

        List<Look> looks = Flux.interval(Duration.ZERO, Duration.ofSeconds(1))
                .take(SECONDS)
                .doOnNext(second -> reader.request(1))
                .delayElements(Duration.ofMillis(300))
                .concatMap(second -> sandbox.exec(LOOK).map(Look::parse))
                .collectList()
                .block(PATIENCE);

        Memory after = Memory.used();
        assertThat(reader.items).hasValue(SECONDS);
        assertThat(looks).allSatisfy(look -> {
            assertThat(look.state()).isEqualTo("S");
            assertThat(look.writtenLater()).as("written within %s", look).isEqualTo(look.written());
            assertThat(look.waitsIn()).isIn("pipe_write", "anon_pipe_write", "0");
        });
        // What was read, and what pipes, sockets and the daemon hold: yes alone would print gigabytes.
        assertThat(looks.get(looks.size() - 1).written()).isLessThan(8 * MIB);
        assertThat(after.heap() - before.heap()).as("growth of the heap").isLessThan(8 * MIB);
        assertThat(after.direct() - before.direct())
                .as("growth of direct memory")
                .isLessThan(4 * MIB);
        reader.cancel();
        sandbox.remove().block(PATIENCE);
    }

    /** Looks twice, a moment apart, at how much has been written, and where the process waits. */
    private static final Command LOOK = Command.shell("""
            pid=$(pidof yes)
            written() { while read -r name value; do [ "$name" = wchar: ] && echo "$value"; done </proc/$pid/io; }
            before=$(written)
            sleep 0.3
            after=$(written)
            read -r pid_ name state rest </proc/$pid/stat
            echo "$before $after $state $(cat /proc/$pid/wchan)"
            """);

    private static Look look(Sandbox sandbox) {
        return sandbox.exec(LOOK).map(Look::parse).block(PATIENCE);
    }

    private record Look(long written, long writtenLater, String state, String waitsIn) {
        static Look parse(ExecResult result) {
            String[] fields = result.stdout().strip().split(" ", -1);
            return fields.length == 4 && result.stderr().isEmpty()
                    ? new Look(Long.parseLong(fields[0]), Long.parseLong(fields[1]), fields[2], fields[3])
                    : new Look(-1, -1, "none: " + result.stderr(), "");
        }
    }

    private record Memory(long heap, long direct) {
        static Memory used() {
            // Twice: what a first collection only makes reachable for cleaners goes with the second.
            System.gc();
            System.gc();
            long pooled = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                    .filter(pool -> pool.getName().equals("direct"))
                    .mapToLong(BufferPoolMXBean::getMemoryUsed)
                    .sum();
            long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            return new Memory(heap, pooled + Math.max(0, PlatformDependent.usedDirectMemory()));
        }
    }

    private static final class SlowReader extends BaseSubscriber<OutputChunk> {
        private final AtomicLong items = new AtomicLong();

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            // Requests only what the test says.
        }

        @Override
        protected void hookOnNext(OutputChunk chunk) {
            items.incrementAndGet();
        }
    }
}
