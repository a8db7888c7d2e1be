package dev.enclave.docker.transport;

import dev.enclave.docker.OnEverySocket;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.proxy.FaultProxy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same engine, over TCP. */
@OnEverySocket
class TcpIT extends EndpointContract {

    private static FaultProxy proxy;

    @BeforeAll
    static void open() {
        proxy = FaultProxy.onTcp(TestEngine.endpoint());
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
