package dev.enclave.docker.images;

import dev.enclave.docker.RegistryCredentialsException;
import dev.enclave.docker.Timers;
import dev.enclave.docker.internal.json.JsonCodec;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A program {@code docker-credential-NAME}: {@code get} reads the registry from standard input and answers in JSON. */
final class CredentialHelper {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final String ALL = "(all)";
    private static final String NOT_FOUND = "credentials not found";
    private static final String TOKEN_USER = "<token>";
    private static final int LONGEST_ANSWER = 1 << 20;
    private static final int LONGEST_COMPLAINT = 300;

    private final String program;
    private final Map<String, String> environment;
    private final Duration timeout;

    CredentialHelper(String name, Map<String, String> environment, Duration timeout) {
        this.program = "docker-credential-" + name;
        this.environment = environment;
        this.timeout = timeout;
    }

    /** Asks for a registry's credentials; empty when the helper has none. Cancelling and the timeout kill it. */
    Mono<RegistryAuth> get(String registry) {
        return run("get", registry).flatMap(answer -> Mono.justOrEmpty(toAuth(answer, registry)));
    }

    /** Asks for the registries that the helper has credentials for. */
    Flux<String> registries() {
        return run("list", ALL).flatMapIterable(this::toRegistries);
    }

    private Mono<Answer> run(String action, String registry) {
        return Mono.using(() -> start(action, registry), process -> askLater(process, registry), CredentialHelper::kill)
                .subscribeOn(Schedulers.boundedElastic())
                .cancelOn(Schedulers.boundedElastic())
                .timeout(timeout, Timers.scheduler())
                .onErrorMap(TimeoutException.class, e -> failed(registry, "did not answer within " + timeout, null));
    }

    private static Mono<Answer> askLater(Process process, String registry) {
        return Mono.fromCallable(() -> ask(process, registry));
    }

    private Process start(String action, String registry) {
        try {
            ProcessBuilder builder = new ProcessBuilder(List.of(find(registry).toString(), action))
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().clear();
            builder.environment().putAll(environment);
            return builder.start();
        } catch (IOException e) {
            throw failed(registry, "cannot be started: " + e.getMessage(), e);
        }
    }

    private Path find(String registry) {
        if (!NAME.matcher(program).matches()) {
            throw failed(registry, "is not a helper's name", null);
        }
        return Stream.of(environment.getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator), -1))
                .filter(directory -> !directory.isBlank())
                .flatMap(directory -> Stream.of(program, program + ".exe").map(Path.of(directory)::resolve))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst()
                .orElseThrow(() -> failed(
                        registry, "is not in the PATH: install it, or take it out of docker's config.json", null));
    }

    /** Throws nothing: after the kill of a cancelled look-up nobody would hear it. */
    private static Answer ask(Process process, String registry) {
        try (OutputStream input = process.getOutputStream()) {
            input.write(registry.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // A helper that does not read its input may answer all the same.
        }
        try {
            byte[] output = process.getInputStream().readNBytes(LONGEST_ANSWER);
            process.getInputStream().close();
            return new Answer(process.waitFor(), new String(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Answer.NONE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.NONE;
        }
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private @Nullable RegistryAuth toAuth(Answer answer, String registry) {
        if (answer.exit() != 0) {
            String complaint = answer.output().strip();
            if (complaint.startsWith(NOT_FOUND)) {
                return null;
            }
            throw failed(registry, "failed with exit code " + answer.exit() + quoted(complaint), null);
        }
        Credentials found = parse(answer, registry, Credentials.class);
        if (found.secret() == null || found.username() == null) {
            throw failed(registry, "answered without a user or a secret", null);
        }
        return found.username().equals(TOKEN_USER)
                ? RegistryAuth.ofIdentityToken(found.secret(), registry)
                : new RegistryAuth(found.username(), found.secret(), registry);
    }

    private Set<String> toRegistries(Answer answer) {
        if (answer.exit() != 0) {
            throw failed(
                    ALL,
                    "failed with exit code " + answer.exit()
                            + quoted(answer.output().strip()),
                    null);
        }
        Map<?, ?> users = parse(answer, ALL, Map.class);
        return users.keySet().stream().map(String::valueOf).collect(Collectors.toSet());
    }

    private <T> T parse(Answer answer, String registry, Class<T> type) {
        try {
            return JsonCodec.OF_FILES.read(answer.output().getBytes(StandardCharsets.UTF_8), type);
        } catch (RuntimeException e) {
            // Without the cause: its message quotes what it could not read.
            throw failed(registry, "did not answer in JSON", null);
        }
    }

    /** What a failed helper prints is a message, except when it looks like credentials. */
    private static String quoted(String complaint) {
        if (complaint.isEmpty() || complaint.contains("{")) {
            return "";
        }
        return ": " + complaint.substring(0, Math.min(complaint.length(), LONGEST_COMPLAINT));
    }

    private RegistryCredentialsException failed(String registry, String reason, @Nullable Throwable cause) {
        return new RegistryCredentialsException(registry, "credential helper " + program + " " + reason, cause);
    }

    record Credentials(@Nullable String username, @Nullable String secret) {}

    private record Answer(int exit, String output) {

        static final Answer NONE = new Answer(-1, "");

        /** Shows no output: it has the secret. */
        @Override
        public String toString() {
            return "Answer[exit=" + exit + "]";
        }
    }
}
