package dev.enclave.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.containers.CommitOptions;
import dev.enclave.docker.containers.ContainerConfig;
import dev.enclave.docker.containers.HostConfig;
import dev.enclave.docker.containers.IsolationOptions;
import dev.enclave.docker.containers.ResourceTuning;
import dev.enclave.docker.containers.UpdateConfig;
import dev.enclave.docker.exec.ExecConfig;
import dev.enclave.docker.images.BuildOptions;
import dev.enclave.docker.networks.EndpointConfig;
import dev.enclave.docker.networks.NetworkConfig;
import dev.enclave.docker.system.Ping;
import dev.enclave.docker.transport.ApiVersion;
import dev.enclave.docker.transport.PoolOptions;
import dev.enclave.docker.transport.SocketKind;
import dev.enclave.docker.transport.TimeoutOptions;
import dev.enclave.testing.ScriptedEngine;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each setter of a builder reaches the component of its own name, and no other: the constructors have many parameters of one type. */
class BuildersTests {

    private static final Duration SHORT = Duration.ofSeconds(20);

    static Stream<Object> builders() {
        return Stream.of(
                HostConfig.builder(),
                ContainerConfig.builder("x"),
                ExecConfig.builder(List.of("x")),
                ResourceTuning.builder(),
                IsolationOptions.builder(),
                UpdateConfig.builder(),
                CommitOptions.builder(),
                NetworkConfig.builder("x"),
                EndpointConfig.builder(),
                BuildOptions.builder());
    }

    @ParameterizedTest
    @MethodSource("builders")
    void setEachComponentByItsName(Object builder) throws Exception {
        Map<String, Object> values = new HashMap<>();
        for (Method setter : setters(builder)) {
            Object value = sample(setter, values.size());
            setter.invoke(builder, value);
            values.put(setter.getName(), value);
        }

        Object built = builder.getClass().getMethod("build").invoke(builder);

        assertThat(values).hasSizeGreaterThan(5);
        for (RecordComponent component : built.getClass().getRecordComponents()) {
            Object value = component.getAccessor().invoke(built);
            if (values.containsKey(component.getName())) {
                assertThat(value).as(component.getName()).isEqualTo(values.get(component.getName()));
            } else {
                // Given to the builder when it was made.
                assertThat(component.getName()).isIn("image", "cmd", "name");
            }
        }
    }

    private static List<Method> setters(Object builder) {
        return Arrays.stream(builder.getClass().getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && method.getParameterCount() == 1)
                .toList();
    }

    /** A value of the setter's type that differs from all others of that type, as far as the type allows. */
    private static Object sample(Method setter, int number) throws Exception {
        Class<?> type = setter.getParameterTypes()[0];
        if (type == String.class) {
            return "value " + number;
        }
        if (type == Boolean.class) {
            return number % 2 == 0;
        }
        if (type == Integer.class) {
            return number;
        }
        if (type == Long.class) {
            return (long) number;
        }
        if (type == List.class) {
            return setter.getGenericParameterTypes()[0].getTypeName().contains("String")
                    ? List.of("element " + number)
                    : List.of();
        }
        if (type == Map.class) {
            return Map.of("key " + number, "value");
        }
        if (type == Set.class) {
            return Set.of("element " + number);
        }
        return anyOf(type);
    }

    /** A constant of the type, or an instance without anything. */
    private static Object anyOf(Class<?> type) throws Exception {
        for (var field : type.getFields()) {
            if (field.getType() == type) {
                return field.get(null);
            }
        }
        for (Method factory : type.getMethods()) {
            if (factory.getName().equals("builder") && factory.getParameterCount() == 0) {
                Object builder = factory.invoke(null);
                return builder.getClass().getMethod("build").invoke(builder);
            }
        }
        Class<?>[] parameters = type.getConstructors()[0].getParameterTypes();
        return type.getConstructors()[0].newInstance(Arrays.stream(parameters)
                .map(parameter -> parameter == String.class ? "busybox" : parameter == Map.class ? Map.of() : null)
                .toArray());
    }

    @Test
    void ofTheClientPassItsOptionsOn() {
        try (ScriptedEngine engine = ScriptedEngine.answering(
                "HTTP/1.1 200 OK\r\nApi-Version: 1.50\r\nLibpod-API-Version: 5\r\nContent-Length: 2\r\n\r\n{}")) {
            DockerClient client = DockerClient.builder()
                    .endpoint("tcp://ignored:1")
                    .endpoint(engine.endpoint().toString())
                    .socketKind(SocketKind.NIO)
                    .pool(PoolOptions.DEFAULTS.withMaxConnections(1))
                    .timeouts(TimeoutOptions.DEFAULTS)
                    .eventLoopThreads(1)
                    .apiVersion(new ApiVersion(1, 45))
                    .build();

            client.system().version().block(SHORT);

            assertThat(engine.requests())
                    .singleElement()
                    .satisfies(request -> assertThat(request.target()).isEqualTo("GET /v1.45/version"));
            assertThat(client.system().ping().block(SHORT).engine()).isEqualTo(Ping.Engine.PODMAN);
            client.close().block(SHORT);
        }
    }
}
