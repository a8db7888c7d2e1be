package dev.enclave.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.ApiReference.Coverage;
import dev.enclave.docker.ApiReference.Operation;
import dev.enclave.docker.containers.ContainerConfig;
import dev.enclave.docker.containers.DeviceAccess;
import dev.enclave.docker.containers.Healthcheck;
import dev.enclave.docker.containers.HostConfig;
import dev.enclave.docker.containers.IsolationOptions;
import dev.enclave.docker.containers.MountConfig;
import dev.enclave.docker.containers.NameResolution;
import dev.enclave.docker.containers.ResourceTuning;
import dev.enclave.docker.transport.ApiVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks what {@code docs/api-coverage.md} says of the Engine API and the client against Docker's reference and the client; makes the page. */
class ApiCoverageTests {

    private static final Pattern REQUEST =
            Pattern.compile("ApiRequest\\s*\\.(get|head|post|put|delete)\\(\\s*\"([^\"]+)\"");

    /** The reference's types, and the records that have their fields. */
    private static final Map<String, List<Class<?>>> RECORDS = Map.of(
            "ContainerConfig", List.of(ContainerConfig.class),
            "HostConfig",
                    List.of(
                            HostConfig.class,
                            ResourceTuning.class,
                            DeviceAccess.class,
                            NameResolution.class,
                            IsolationOptions.class),
            "HealthConfig", List.of(Healthcheck.class),
            "Mount", List.of(MountConfig.class),
            "Mount.BindOptions", List.of(MountConfig.BindOptions.class),
            "Mount.VolumeOptions", List.of(MountConfig.VolumeOptions.class),
            "Mount.TmpfsOptions", List.of(MountConfig.TmpfsOptions.class),
            "Mount.ImageOptions", List.of(MountConfig.ImageOptions.class));

    /** Set to write the page instead of complaining. */
    private static final String WRITE = "enclave.write-api-coverage";

    private static final Path ROOT = root();
    private static final Path PAGE = ROOT.resolve("docs/api-coverage.md");

    private final List<Operation> operations = ApiReference.operations();
    private final Map<String, Coverage> coverage = ApiReference.coverage();

    @Test
    void thePageIsTheOneThatIsMadeOfTheTables() throws IOException {
        String made = ApiCoveragePage.make();
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(PAGE, made);
        }

        assertThat(read(PAGE)).as("its head says how it is made").isEqualTo(made);
    }

    @Test
    void eachOperationOfTheReferenceHasMethodsOrAReasonWhyNot() {
        assertThat(operations)
                .extracting(Operation::request)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(100);
        assertThat(coverage.keySet())
                .isEqualTo(operations.stream().map(Operation::id).collect(Collectors.toCollection(TreeSet::new)));
        assertThat(coverage.values())
                .allSatisfy(ours ->
                        assertThat(ours.isLeftOut()).isEqualTo(!ours.reason().isBlank()));
    }

    @Test
    void eachMethodOfTheClientBelongsToAnOperation() {
        Set<String> named = coverage.values().stream()
                .flatMap(ours -> ours.methods().stream())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named).isEqualTo(methods()).hasSizeGreaterThan(50);
    }

    @Test
    void theRequestsThatAreSentAreThoseOfOperationsThatAreNotLeftOut() {
        Set<String> covered = operations.stream()
                .filter(operation -> !coverage.get(operation.id()).isLeftOut())
                .map(operation -> operation.request().replaceAll("\\{\\w+}", "{}"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(covered).isEqualTo(requests());
    }

    @Test
    void eachFieldOfANewContainerIsHereOrHasAReasonWhyNot() {
        assertThat(ApiReference.fields())
                .hasSizeGreaterThan(100)
                .allSatisfy(field -> assertThat(
                                names(field.type()).contains(field.name().toLowerCase(Locale.ROOT)))
                        .as(field.type() + "." + field.name())
                        .isEqualTo(field.reason().isEmpty()));
    }

    /** Of our records' components, in small letters, as our names have other ones than the engine's. */
    private static Set<String> names(String type) {
        return RECORDS.get(type).stream()
                .flatMap(ours -> Arrays.stream(ours.getRecordComponents()))
                .map(component -> component.getName().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    @Test
    void theReferenceIsNoOlderThanTheClient() {
        assertThat(ApiReference.NEWEST).isGreaterThanOrEqualTo(ApiVersion.MAXIMUM);
        assertThat(operations)
                .extracting(Operation::since)
                .allSatisfy(since -> assertThat(since).isBetween(ApiVersion.MINIMUM, ApiReference.NEWEST));
    }

    /** {@code containers().list} and the like: the methods of whatever operations the client gives. */
    private static Set<String> methods() {
        return Arrays.stream(DockerClient.class.getMethods())
                .filter(accessor -> accessor.getReturnType().getSimpleName().endsWith("Operations"))
                .flatMap(ApiCoverageTests::methodsBehind)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> methodsBehind(Method accessor) {
        return Arrays.stream(accessor.getReturnType().getMethods())
                .map(method -> accessor.getName() + "()." + method.getName());
    }

    /** The requests in the sources of the operations. */
    private static Set<String> requests() {
        Path sources = ROOT.resolve("docker-api-client/src/main/java/dev/enclave/docker/internal/operations");
        try (Stream<Path> files = Files.list(sources)) {
            return files.map(ApiCoverageTests::read)
                    .flatMap(source -> REQUEST.matcher(source).results())
                    .map(found -> found.group(1).toUpperCase(Locale.ROOT) + " " + found.group(2))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The directory above the module, from wherever the tests are run. */
    private static Path root() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .filter(directory -> Files.exists(directory.resolve("docs/api-coverage.md")))
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "docs/api-coverage.md is nowhere above " + Path.of("").toAbsolutePath()));
    }
}
