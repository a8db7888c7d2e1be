package dev.enclave.docker;

import dev.enclave.docker.transport.SocketKind;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** The kinds of sockets that {@link OnEverySocket} tests with: those of the system property {@code enclave.test.sockets}. */
final class SocketKinds implements ArgumentsProvider {

    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        String kinds = System.getProperty("enclave.test.sockets", "EPOLL,NIO");
        return Arrays.stream(kinds.split(",")).map(SocketKind::valueOf).map(Arguments::of);
    }
}
