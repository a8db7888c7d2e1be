package dev.enclave.benchmarks.idle;

import dev.enclave.benchmarks.ProcessSize;
import dev.enclave.engine.Command;
import dev.enclave.engine.OutputChunk;
import dev.enclave.engine.Sandbox;
import dev.enclave.engine.SandboxEngine;
import dev.enclave.engine.SandboxSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Opens sandboxes whose output streams, and says what this process then holds. Runs in a JVM of its own. */
final class IdleProgram {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /**
     * Reactor's workers for files, which the sandboxes' start has used, end when they have had no work for a minute; that is looked at
     * once a minute.
     */
    private static final long SECONDS_UNTIL_IDLE = 125;

    private static final Command TICKING = Command.shell("while echo tick; do sleep 15; done");

    private IdleProgram() {}

    /** Takes the image and the number of sandboxes; prints the process's size before and after. */
    public static void main(String[] arguments) throws InterruptedException {
        SandboxSpec spec = SandboxSpec.of(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        SandboxEngine engine = SandboxEngine.create();
        try {
            engine.use(spec, sandbox -> sandbox.exec("true")).block(PATIENCE);
            print(ProcessSize.now());
            List<Sandbox> sandboxes = Flux.range(0, count)
                    .flatMap(i -> engine.create(spec), count)
                    .collectList()
                    .blockOptional(PATIENCE)
                    .orElseThrow();
            stream(sandboxes);
        } finally {
            engine.close().block(PATIENCE);
        }
    }

    private static void stream(List<Sandbox> sandboxes) throws InterruptedException {
        CountDownLatch ticking = new CountDownLatch(sandboxes.size());
        Disposable streams = Flux.fromIterable(sandboxes)
                .flatMap(sandbox -> ticks(sandbox, ticking), sandboxes.size())
                .subscribe();
        if (!ticking.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(ticking.getCount() + " streams are silent");
        }
        TimeUnit.SECONDS.sleep(SECONDS_UNTIL_IDLE);
        print(ProcessSize.now());
        streams.dispose();
    }

    private static Flux<OutputChunk> ticks(Sandbox sandbox, CountDownLatch ticking) {
        AtomicBoolean first = new AtomicBoolean(true);
        return sandbox.stream(TICKING).doOnNext(chunk -> {
            if (first.getAndSet(false)) {
                ticking.countDown();
            }
        });
    }

    /** Threads of Enclave and Reactor, all threads, descriptors, bytes of direct memory, bytes of heap. */
    private static void print(ProcessSize size) {
        long own = Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.matches("(enclave|parallel|boundedElastic|reactor).*"))
                .count();
        System.out.println(own + " " + size.threads() + " " + size.descriptors() + " " + size.directBytes() + " "
                + size.heapBytes());
    }
}
