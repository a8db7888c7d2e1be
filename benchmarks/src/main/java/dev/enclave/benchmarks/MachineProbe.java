package dev.enclave.benchmarks;

import dev.enclave.benchmarks.result.Machine;
import dev.enclave.docker.DockerClient;
import dev.enclave.docker.system.EngineVersion;
import dev.enclave.docker.system.Ping;
import dev.enclave.docker.transport.ApiVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Describes this machine, this Java and the engine. What cannot be found out is called unknown. */
final class MachineProbe {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String UNKNOWN = "unknown";

    private MachineProbe() {}

    static Machine describe(DockerClient client, ApiVersion api, Path root) {
        EngineVersion version =
                client.system().version().blockOptional(PATIENCE).orElseThrow();
        Ping.Engine kind =
                client.system().ping().blockOptional(PATIENCE).orElseThrow().engine();
        return new Machine(
                valueOf(Path.of("/proc/cpuinfo"), "model name").orElse(UNKNOWN),
                Runtime.getRuntime().availableProcessors(),
                valueOf(Path.of("/proc/meminfo"), "MemTotal")
                        .map(MachineProbe::toMebibytes)
                        .orElse(0L),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
                kind.name().toLowerCase(Locale.ROOT) + " " + version.version(),
                api.toString(),
                Instant.now(Clock.systemUTC()).truncatedTo(ChronoUnit.SECONDS).toString(),
                commitOf(root));
    }

    /** Of a file of {@code name : value}. */
    private static Optional<String> valueOf(Path file, String name) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static long toMebibytes(String kibibytes) {
        return Long.parseLong(kibibytes.replaceAll("\\D", "")) / 1024;
    }

    /** Null where the sources are in no repository. What the benchmarks themselves write does not make them another version. */
    private static @Nullable String commitOf(Path root) {
        String commit = git(root, "rev-parse", "--short=10", "HEAD");
        String changes = git(root, "status", "--porcelain", "--", ".", ":!benchmarks/results", ":!docs/performance*");
        return commit.isEmpty() ? null : commit + (changes.isEmpty() ? "" : "-dirty");
    }

    /** Returns what it prints; nothing where it fails. */
    private static String git(Path root, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "-C", root.toString()));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (InputStream output = process.getInputStream()) {
                return new String(output.readAllBytes(), StandardCharsets.UTF_8).trim();
            }
        } catch (IOException e) {
            return "";
        }
    }
}
