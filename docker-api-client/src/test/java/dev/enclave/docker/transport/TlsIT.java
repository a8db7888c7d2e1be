package dev.enclave.docker.transport;

import dev.enclave.docker.OnEverySocket;
import dev.enclave.testing.TestEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same engine, over TLS, with a client certificate. */
@OnEverySocket
class TlsIT extends EndpointContract {

    private static TestCertificates certificates;
    private static TestCertificates.Identity identity;
    private static TlsProxy proxy;

    @BeforeAll
    static void open() {
        certificates = TestCertificates.create();
        identity = certificates.sign(TestCertificates.ec());
        DockerEndpoint engine = TestEngine.client().endpoint().block(SHORT).endpoint();
        proxy = TlsProxy.to(engine, certificates.sign(TestCertificates.rsa()), certificates.authority());
    }

    @AfterAll
    static void shut() {
        proxy.close();
    }

    @Override
    DockerEndpoint endpoint() {
        TlsOptions tls = TlsOptions.DEFAULTS
                .withCa(certificates.authority().certificatePem())
                .withCertificate(identity.certificatePem(), identity.keyPem());
        return DockerEndpoint.tls("localhost", proxy.port(), tls);
    }
}
