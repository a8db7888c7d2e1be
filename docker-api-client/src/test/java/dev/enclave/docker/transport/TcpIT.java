package dev.enclave.docker.transport;

import dev.enclave.docker.OnEverySocket;
import dev.enclave.testing.TestEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same engine, over TCP. */
@OnEverySocket
class TcpIT extends EndpointContract {

    private static TcpProxy proxy;

    @BeforeAll
    static void open() {
        proxy = TcpProxy.to(TestEngine.client().endpoint().block(SHORT).endpoint());
    }

    @AfterAll
    static void shut() {
        proxy.close();
    }

    @Override
    DockerEndpoint endpoint() {
        return proxy.endpoint();
    }
}
