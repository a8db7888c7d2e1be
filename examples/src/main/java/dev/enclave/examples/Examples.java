package dev.enclave.examples;

import dev.enclave.engine.SandboxEngine;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

/**
 * Lists the examples, or runs one: {@code ./enclave example [NAME [ARGS]]}. The exit status is 0 when it ended well, 1 when it failed, and
 * 2 when there is none of that name.
 */
public final class Examples {

    static final List<Example> ALL = List.of(
            new HostVolumes(),
            new ReadOnlyInputs(),
            new CollectArtifacts(),
            new SharedCache(),
            new SharedInputs(),
            new FanOut(),
            new Streaming(),
            new Interactive(),
            new Commands(),
            new RefusedMounts(),
            new Webflux());

    private static final int FAILED = 1;
    private static final int UNKNOWN = 2;

    private Examples() {}

    /**
     * Runs an example.
     *
     * @param arguments its name and its arguments; none to list the examples
     */
    public static void main(String[] arguments) {
        TidyExit.run(interrupted -> run(List.of(arguments), System.out, System.err, interrupted));
    }

    /** Runs an example, and returns its exit status. Ends early, and tidily, when {@code interrupted} completes. */
    static int run(List<String> arguments, PrintStream out, PrintStream err, Mono<Void> interrupted) {
        if (arguments.isEmpty()) {
            ALL.forEach(example -> out.println(describe(example)));
            return 0;
        }
        String name = arguments.get(0);
        Optional<Example> found =
                ALL.stream().filter(example -> example.name().equals(name)).findFirst();
        if (found.isEmpty()) {
            err.println("there is no example '" + name + "'; there are: "
                    + String.join(", ", ALL.stream().map(Example::name).toList()));
            return UNKNOWN;
        }
        try {
            List<String> rest = arguments.subList(1, arguments.size());
            onStage(found.get(), rest, out, interrupted).block();
            return 0;
        } catch (RuntimeException e) {
            report(name, Exceptions.unwrap(e), err, System.getenv("ENCLAVE_DEBUG"));
            return FAILED;
        }
    }

    private static String describe(Example example) {
        return "%-32s %s".formatted((example.name() + " " + example.arguments()).strip(), example.description());
    }

    /** The engine is closed, with all sandboxes, before the directory that they had mounted is removed. */
    private static Mono<Void> onStage(
            Example example, List<String> arguments, PrintStream out, Mono<Void> interrupted) {
        return Mono.usingWhen(
                HostFolder.create(example.name()),
                folder -> Mono.usingWhen(
                        Mono.fromSupplier(SandboxEngine::create),
                        engine -> Mono.defer(() -> example.run(new Stage(engine, folder, arguments, out)))
                                .takeUntilOther(interrupted),
                        SandboxEngine::close),
                HostFolder::remove);
    }

    static void report(String name, Throwable failure, PrintStream err, @Nullable String debug) {
        String message = failure.getMessage();
        err.println("example " + name + " failed: " + (message == null ? failure.toString() : message));
        if (debug == null) {
            err.println("(ENCLAVE_DEBUG=1 shows where, ENCLAVE_LOG=DEBUG what the libraries do)");
        } else {
            failure.printStackTrace(err);
        }
    }
}
