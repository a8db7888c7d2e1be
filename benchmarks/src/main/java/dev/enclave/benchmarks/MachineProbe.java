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

    private static @Nullable String commitOf(Path root) {
        ProcessBuilder git = new ProcessBuilder(
                "git", "-C", root.toString(), "describe", "--always", "--dirty", "--abbrev=10", "--exclude=*");
        try {
            Process process = git.redirectError(ProcessBuilder.Redirect.DISCARD).start();
            try (InputStream output = process.getInputStream()) {
                String commit = new String(output.readAllBytes(), StandardCharsets.UTF_8).trim();
                return commit.isEmpty() ? null : commit;
            }
        } catch (IOException e) {
            return null;
        }
    }
}
