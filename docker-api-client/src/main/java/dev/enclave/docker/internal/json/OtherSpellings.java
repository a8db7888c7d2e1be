package dev.enclave.docker.internal.json;

import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;

/**
 * Further spellings that are read of each component of a record, besides its {@linkplain EngineNames name}: the engine begins some names
 * with a small letter ({@code progressDetail}), those of some ids are {@code ID}, and not all engines agree.
 */
final class OtherSpellings extends NopAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    @Override
    public List<PropertyName> findPropertyAliases(MapperConfig<?> config, Annotated member) {
        if (member instanceof AnnotatedParameter parameter
                && parameter.getDeclaringClass().isRecord()) {
            String component = parameter
                    .getDeclaringClass()
                    .getRecordComponents()[parameter.getIndex()]
                    .getName();
            return of(component).map(PropertyName::construct).toList();
        }
        return List.of();
    }

    private static Stream<String> of(String component) {
        return component.equals("id")
                ? Stream.of("id", "Id", "ID")
                : Stream.of(component, Character.toUpperCase(component.charAt(0)) + component.substring(1));
    }
}
