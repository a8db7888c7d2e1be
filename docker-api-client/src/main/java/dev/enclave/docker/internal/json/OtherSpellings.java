package dev.enclave.docker.internal.json;

import java.util.List;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;

/** Tells Jackson the {@linkplain EngineNames#alsoRead further spellings} of each component of a record. */
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
            return EngineNames.alsoRead(component).stream()
                    .map(PropertyName::construct)
                    .toList();
        }
        return List.of();
    }
}
