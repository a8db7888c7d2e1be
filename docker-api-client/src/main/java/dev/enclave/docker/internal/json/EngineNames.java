package dev.enclave.docker.internal.json;

import dev.enclave.docker.containers.ContainerStats;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.PropertyNamingStrategy;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedField;
import tools.jackson.databind.introspect.AnnotatedMethod;
import tools.jackson.databind.introspect.AnnotatedParameter;

/** The engine's names: {@code OpenStdin} for {@code openStdin}, but {@code total_usage} for {@code totalUsage} in statistics. */
final class EngineNames extends PropertyNamingStrategy {

    private static final long serialVersionUID = 1L;

    /** Case does not matter when reading, except in what is {@linkplain Unwrapped unwrapped}: these have to be exact. */
    private static final Map<String, String> EXACT = Map.of(
            "BlkioDeviceReadIops", "BlkioDeviceReadIOps",
            "BlkioDeviceWriteIops", "BlkioDeviceWriteIOps",
            "UtsMode", "UTSMode");

    @Override
    public @Nullable String nameForField(MapperConfig<?> config, AnnotatedField field, String name) {
        return exact(of(field.getDeclaringClass()).nameForField(config, field, name));
    }

    @Override
    public @Nullable String nameForGetterMethod(MapperConfig<?> config, AnnotatedMethod method, String name) {
        return exact(of(method.getDeclaringClass()).nameForGetterMethod(config, method, name));
    }

    @Override
    public @Nullable String nameForConstructorParameter(
            MapperConfig<?> config, AnnotatedParameter parameter, String name) {
        return exact(of(parameter.getDeclaringClass()).nameForConstructorParameter(config, parameter, name));
    }

    private static PropertyNamingStrategy of(Class<?> owner) {
        boolean statistics = owner == ContainerStats.class || owner.getEnclosingClass() == ContainerStats.class;
        return statistics ? PropertyNamingStrategies.SNAKE_CASE : PropertyNamingStrategies.UPPER_CAMEL_CASE;
    }

    private static @Nullable String exact(@Nullable String name) {
        return name == null ? null : EXACT.getOrDefault(name, name);
    }
}
