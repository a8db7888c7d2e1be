package dev.enclave.testing;

import dev.enclave.docker.DockerClient;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a client can do, as its own classes tell it. */
public final class ClientOperations {

    private ClientOperations() {}

    /** Returns each operation as the client names it: {@code containers.create}. */
    public static SortedSet<String> names() {
        return features()
                .flatMap(feature -> Arrays.stream(feature.getReturnType().getMethods())
                        .map(method -> feature.getName() + "." + method.getName()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the names of the interfaces of operations, and how the client names each: {@code containers}. */
    public static Map<String, String> interfaces() {
        return features()
                .collect(Collectors.toMap(
                        feature -> feature.getReturnType().getName(),
                        Method::getName,
                        (one, same) -> one,
                        TreeMap::new));
    }

    private static Stream<Method> features() {
        return Arrays.stream(DockerClient.class.getMethods())
                .filter(method -> method.getReturnType().getSimpleName().endsWith("Operations"));
    }
}
