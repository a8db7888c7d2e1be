package dev.enclave.docker.internal.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enclave.docker.containers.HostConfig;
import java.time.Instant;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.introspect.AnnotationIntrospectorPair;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Binds the engine's JSON to records. Names are the engine's own style ({@code OpenStdin} for {@code openStdin}); unknown fields
 * are ignored, absent ones are null, nulls are not written.
 */
public final class JsonCodec {

    /** For what the engine writes and reads; immutable and safe for concurrent use. */
    public static final JsonCodec SHARED = new JsonCodec(exact());

    /** For what people write: the docker program, too, reads its files without regard to case. */
    public static final JsonCodec OF_FILES = new JsonCodec(SHARED.mapper
            .rebuild()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
            .build());

    private final JsonMapper mapper;

    private JsonCodec(JsonMapper mapper) {
        this.mapper = mapper;
    }

    private static JsonMapper exact() {
        return JsonMapper.builder()
                .propertyNamingStrategy(new EngineNames())
                .annotationIntrospector(
                        new AnnotationIntrospectorPair(new JacksonAnnotationIntrospector(), new OtherSpellings()))
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .addModule(engineTypes())
                .addMixIn(HostConfig.class, Unwrapped.class)
                .changeDefaultPropertyInclusion(inclusion -> inclusion
                        .withValueInclusion(JsonInclude.Include.NON_NULL)
                        .withContentInclusion(JsonInclude.Include.NON_NULL))
                .build();
    }

    private static SimpleModule engineTypes() {
        SimpleModule module = new SimpleModule("engine")
                .addDeserializer(Instant.class, new EngineInstant())
                .addDeserializer(Long.class, new EngineLong());
        EngineSet.register(module);
        return module;
    }

    /**
     * Reads one value.
     *
     * @param json UTF-8 JSON
     * @param type the record to bind to
     * @return the value
     * @throws JacksonException if it cannot be read, or is {@code null}
     */
    public <T> T read(byte[] json, Class<T> type) {
        T value = mapper.readValue(json, type);
        if (value == null) {
            throw MismatchedInputException.from((JsonParser) null, type, "null instead of a value");
        }
        return value;
    }

    /** Reads one value as a tree. */
    public JsonNode readTree(byte[] json) {
        return mapper.readTree(json);
    }

    /** Writes one value as UTF-8 JSON. */
    public byte[] write(Object value) {
        return mapper.writeValueAsBytes(value);
    }
}
