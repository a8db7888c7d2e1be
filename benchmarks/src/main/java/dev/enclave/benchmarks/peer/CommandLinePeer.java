package dev.enclave.benchmarks.peer;

import dev.enclave.benchmarks.measure.BenchContainer;
import dev.enclave.benchmarks.measure.Target;
import dev.enclave.benchmarks.measure.Work;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The {@code docker} command line, a process for each step. Its own CPU time is not this process's, and not counted. */
final class CommandLinePeer implements UnaryPeer, SandboxPeer {

    private final Path program;
    private final String endpoint;

    CommandLinePeer(Target target, Path program) {
        this.program = program;
        this.endpoint = target.endpoint().toString();
    }

    @Override
    public int mostAtOnce() {
        return 1;
    }

    /** The engine's version: the command line has nothing smaller. */
    @Override
    public Work ping() {
        return Work.blocking(() -> run("version", "--format", "{{.Server.Version}}"));
    }

    @Override
    public Work inspect(String container) {
        return Work.blocking(() -> run("container", "inspect", container));
    }

    @Override
    public Work sandbox(Recipe recipe) {
        return Work.blocking(() -> {
            String name = BenchContainer.newName();
            run(create(name, recipe));
            run("start", name);
            String[] exec = Stream.concat(Stream.of("exec", name), Recipe.COMMAND.stream())
                    .toArray(String[]::new);
            Outcomes.requireBytes(Recipe.PRINTED, run(exec));
            run("rm", "--force", name);
        });
    }

    private static String[] create(String name, Recipe recipe) {
        List<String> words = new ArrayList<>(List.of("create", "--name", name, "--network", "none"));
        words.addAll(List.of("--log-driver", "none", "--memory", Long.toString(recipe.memoryBytes())));
        words.addAll(List.of("--pids-limit", Long.toString(recipe.pids()), recipe.image()));
        words.addAll(Recipe.MAIN);
        return words.toArray(String[]::new);
    }

    /** Returns how many bytes it printed. */
    private int run(String... arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(program.toString(), "--host", endpoint));
        words.addAll(List.of(arguments));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try (InputStream output = process.getInputStream()) {
            byte[] printed = output.readAllBytes();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(words + " failed: " + new String(printed, StandardCharsets.UTF_8));
            }
            return printed.length;
        }
    }

    @Override
    public void close() {
        // Nothing is kept between the processes.
    }
}
