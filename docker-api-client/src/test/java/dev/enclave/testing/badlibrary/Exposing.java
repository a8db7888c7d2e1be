package dev.enclave.testing.badlibrary;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.enclave.testing.badlibrary.internal.Hidden;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.DecoderException;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.netty.Connection;
import tools.jackson.databind.JsonNode;

public abstract class Exposing implements Hidden {

    protected abstract List<? extends JsonNode> inProtectedMethod();

    public abstract void inParameter(Connection[] connections);

    public abstract Flux<String> inException() throws DecoderException;

    public static class Nested<T extends ByteBuf> {}

    /** What follows is fine: nobody outside can see it, or it is an annotation. */
    private final List<ByteBuf> inPrivateField = List.of();

    abstract ByteBuf inPackagePrivateMethod();

    static class PackagePrivate {
        public ByteBuf inPublicMethod() {
            throw new UnsupportedOperationException();
        }
    }

    public record Annotated(@JsonProperty("value") int value) {}

    @Override
    public String toString() {
        return inPrivateField.toString();
    }
}
