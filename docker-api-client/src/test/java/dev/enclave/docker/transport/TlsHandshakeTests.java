package dev.enclave.docker.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.ConnectionLostException;
import dev.enclave.docker.DockerClient;
import dev.enclave.docker.DockerClientOptions;
import dev.enclave.docker.TlsException;
import dev.enclave.docker.containers.AttachOptions;
import dev.enclave.docker.system.EventOptions;
import dev.enclave.docker.transport.TestCertificates.Identity;
import dev.enclave.testing.ScriptedConnection;
import dev.enclave.testing.ScriptedEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What users are told when two sides do not trust each other, and that nothing which was cut off is taken for whole. */
@Tag("C8")
class TlsHandshakeTests {

    private static final Duration SHORT = Duration.ofSeconds(20);
    private static final TestCertificates CERTIFICATES = TestCertificates.create();
    private static final Identity SERVER = CERTIFICATES.sign(TestCertificates.ec());
    private static final Identity CLIENT = CERTIFICATES.sign(TestCertificates.ec());

    /** Keeps to the handshake until both sides agree: with 1.3 the client learns of a refusal later, if at all. */
    private static final String OLDER = "TLSv1.2";

    private final ScriptedEngine engine = ScriptedEngine.onTcp(TlsHandshakeTests::answer);
    private TlsProxy proxy;
    private DockerClient client;

    private static void answer(ScriptedConnection connection) throws IOException {
        while (connection.readRequest() != null) {
            connection.sendJson(200, "{}");
        }
    }

    private void connect(Identity server, String protocol, TlsOptions tls) {
        proxy = TlsProxy.to(engine.endpoint(), server, CERTIFICATES.authority(), protocol);
        connect(DockerEndpoint.tls("localhost", proxy.port(), tls));
    }

    private void connect(DockerEndpoint endpoint) {
        connect(endpoint, Duration.ofSeconds(10));
    }

    private void connect(DockerEndpoint endpoint, Duration patience) {
        client = DockerClient.create(DockerClientOptions.DEFAULTS
                .withEndpoint(endpoint)
                .withApiVersion(ApiVersion.MINIMUM)
                .withTimeouts(TimeoutOptions.DEFAULTS.withConnect(patience))
                .withEventLoopThreads(1));
    }

    @AfterEach
    void close() {
        client.close().block(SHORT);
        if (proxy != null) {
            proxy.close();
        }
        engine.close();
    }

    private static TlsOptions trusting(Identity authority) {
        return TlsOptions.DEFAULTS
                .withCa(authority.certificatePem())
                .withCertificate(CLIENT.certificatePem(), CLIENT.keyPem());
    }

    private static TlsOptions usual() {
        return trusting(CERTIFICATES.authority());
    }

    @Test
    void worksWhereBothSidesTrustEachOther() {
        connect(SERVER, "TLSv1.3", usual());
        assertThat(client.system().ping().block(SHORT)).isNotNull();
        client.close().block(SHORT);
        proxy.close();

        connect(SERVER, OLDER, usual());
        assertThat(client.system().ping().block(SHORT)).isNotNull();
    }

    @Test
    void failsWhereTheEngineIsSignedBySomebodyElse() {
        connect(SERVER, "TLSv1.3", trusting(TestCertificates.create().authority()));

        assertFails("not signed by a CA that is trusted", "that of (given in memory)", "take ca.pem");
    }

    @Test
    void failsWhereTheEngineIsSignedByNobodyThatJavaKnows() {
        connect(SERVER, "TLSv1.3", TlsOptions.DEFAULTS);

        assertFails("not signed by a CA that is trusted", "those of this JVM");
    }

    @Test
    void failsWhereTheEnginesCertificateIsForAnotherHost() {
        Identity elsewhere = CERTIFICATES.sign(
                TestCertificates.ec(),
                "elsewhere.example",
                CERTIFICATES.authority().certificate().getNotAfter().toInstant());
        connect(elsewhere, "TLSv1.3", usual());

        assertFails("the engine's certificate is not for 'localhost'", "subject alternative name");
    }

    @Test
    void failsWhereTheEnginesCertificateHasExpired() {
        connect(
                CERTIFICATES.sign(TestCertificates.ec(), "localhost", TestCertificates.anHourAgo()),
                "TLSv1.3",
                usual());

        assertFails("the engine's certificate has expired", "renewed");
    }

    @Test
    void acceptsAnyEngineWhenToldNotToVerify() {
        Identity stranger =
                TestCertificates.create().sign(TestCertificates.ec(), "x.example", TestCertificates.anHourAgo());
        connect(stranger, "TLSv1.3", usual().withoutVerification());

        assertThat(client.system().ping().block(SHORT)).isNotNull();
    }

    @Test
    void saysThatTheEngineRefusedTheClientsCertificate() {
        Identity stranger = TestCertificates.create().sign(TestCertificates.ec());
        connect(
                SERVER,
                OLDER,
                TlsOptions.DEFAULTS
                        .withCa(CERTIFICATES.authority().certificatePem())
                        .withCertificate(stranger.certificatePem(), stranger.keyPem()));

        assertFails("the engine refused the client certificate", "have it signed by the engine's CA");
    }

    @Test
    void saysThatTheEngineWantsACertificate() {
        connect(
                SERVER,
                OLDER,
                TlsOptions.DEFAULTS.withCa(CERTIFICATES.authority().certificatePem()));

        assertFails("this client has no certificate", "put cert.pem and key.pem beside ca.pem");
    }

    @Test
    void saysThatTheEngineWantsACertificateAlsoWhereItComesAfterTheHandshake() {
        connect(
                SERVER,
                "TLSv1.3",
                TlsOptions.DEFAULTS.withCa(CERTIFICATES.authority().certificatePem()));

        client.system()
                .ping()
                .as(StepVerifier::create)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfAny(TlsException.class, ConnectionLostException.class)
                        .hasMessageContaining("cert.pem and key.pem"))
                .verify(SHORT);
    }

    @Test
    void failsWhereNobodySpeaksTls() {
        ScriptedEngine plain = ScriptedEngine.onTcp(connection -> {
            connection.read();
            connection.send("HTTP/1.1 400 Bad Request\r\n\r\n");
        });
        connect(securely(plain));

        assertFails("does not speak TLS", "2376");
        plain.close();
    }

    @Test
    void failsWhereNobodyAnswersTheHandshake() {
        ScriptedEngine silent = ScriptedEngine.onTcp(ScriptedConnection::awaitEnd);
        connect(securely(silent), Duration.ofMillis(300));

        assertFails("no answer to the TLS handshake in time");
        silent.close();
    }

    private static DockerEndpoint securely(ScriptedEngine engine) {
        return DockerEndpoint.tls("127.0.0.1", ((DockerEndpoint.Tcp) engine.endpoint()).port(), usual());
    }

    @Test
    void readsFilesAgainAfterTheyCouldNotBeUsed(@TempDir Path directory) throws Exception {
        connect(SERVER, "TLSv1.3", TlsOptions.ofDirectory(directory));
        assertFails("CA certificate " + directory.resolve("ca.pem") + " does not exist");

        write(directory.resolve("ca.pem"), CERTIFICATES.authority().certificatePem());
        write(directory.resolve("cert.pem"), CLIENT.certificatePem());
        write(directory.resolve("key.pem"), CLIENT.traditionalKeyPem());

        assertThat(client.system().ping().block(SHORT)).isNotNull();
    }

    private static void write(Path file, Pem pem) throws IOException {
        Files.writeString(file, ((Pem.Text) pem).text());
    }

    @Test
    void neverTakesAStreamThatWasCutOffForWhole() {
        ScriptedEngine hijacked = ScriptedEngine.onTcp(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"
                    + "\u0001\u0000\u0000\u0000\u0000\u0000\u0000\u0002hi");
            connection.awaitEnd();
        });
        proxy = TlsProxy.to(hijacked.endpoint(), SERVER, CERTIFICATES.authority());
        connect(DockerEndpoint.tls("localhost", proxy.port(), usual()));

        client.containers()
                .attach("c", AttachOptions.OUTPUT)
                .flatMapMany(stream -> stream.output())
                .as(StepVerifier::create)
                .assertNext(frame -> assertThat(frame.bytes()).asString().isEqualTo("hi"))
                .then(proxy::cut)
                .expectError(ConnectionLostException.class)
                .verify(SHORT);
        hijacked.close();
    }

    private void assertFails(String... texts) {
        Consumer<Throwable> told = error -> assertThat(error)
                .isInstanceOf(TlsException.class)
                .hasMessageContaining("cannot reach a container engine at https://")
                .message()
                .contains(texts);
        Mono<?> request = client.system().ping();
        request.as(StepVerifier::create).expectErrorSatisfies(told).verify(SHORT);
        client.system()
                .events(EventOptions.ALL)
                .as(StepVerifier::create)
                .expectErrorSatisfies(told)
                .verify(SHORT);
    }
}
