package dev.enclave.docker.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.TlsException;
import dev.enclave.docker.transport.DockerEndpoint;
import dev.enclave.docker.transport.Pem;
import dev.enclave.docker.transport.ResolvedEndpoint;
import dev.enclave.docker.transport.TestCertificates;
import dev.enclave.docker.transport.TestCertificates.Identity;
import dev.enclave.docker.transport.TlsOptions;
import io.netty.handler.ssl.SslContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

@Tag("C8")
class TlsContextsTests {

    private static final Duration SHORT = Duration.ofSeconds(10);
    private static final TestCertificates CERTIFICATES = TestCertificates.create();
    private static final Identity EC = CERTIFICATES.sign(TestCertificates.ec());
    private static final Identity RSA = CERTIFICATES.sign(TestCertificates.rsa());

    @TempDir
    Path directory;

    static Stream<TlsOptions> clients() throws Exception {
        KeyPair edwards = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        return Stream.of(
                with(EC.certificatePem(), EC.keyPem()),
                with(EC.certificatePem(), EC.traditionalKeyPem()),
                with(EC.certificatePem(), afterParameters(EC.traditionalKeyPem())),
                with(RSA.certificatePem(), RSA.keyPem()),
                with(RSA.certificatePem(), RSA.traditionalKeyPem()),
                with(CERTIFICATES.sign(edwards).certificatePem(), new Identity(edwards, EC.certificate()).keyPem()));
    }

    private static TlsOptions with(Pem certificate, Pem key) {
        return TlsOptions.DEFAULTS
                .withCa(CERTIFICATES.authority().certificatePem())
                .withCertificate(certificate, key);
    }

    /** As {@code openssl ecparam -genkey} writes it. */
    private static Pem afterParameters(Pem key) {
        return Pem.text("-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n" + textOf(key));
    }

    @ParameterizedTest
    @MethodSource("clients")
    void takeKeysInEveryFormat(TlsOptions options) {
        assertThat(load(options).block(SHORT)).isPresent();
    }

    @Test
    void areEmptyWithoutTls() {
        ResolvedEndpoint plain = new ResolvedEndpoint(DockerEndpoint.tcp("h", 2375), "the test");

        assertThat(TlsContexts.load(plain).block(SHORT)).isEmpty();
    }

    @Test
    void takeCertificatesWithTextAroundThem() {
        Pem commented = Pem.text("subject=/CN=x\n" + textOf(EC.certificatePem()) + "\n# the issuer\n"
                + textOf(CERTIFICATES.authority().certificatePem()));

        assertThat(load(with(commented, EC.keyPem())).block(SHORT)).isPresent();
    }

    @Test
    void takeOneValidAuthorityBesideAnOldOne() {
        Pem both = Pem.text(textOf(expired().certificatePem())
                + textOf(CERTIFICATES.authority().certificatePem()));

        assertThat(load(TlsOptions.DEFAULTS.withCa(both)).block(SHORT)).isPresent();
    }

    @Nested
    class Refuse {

        @Test
        void aFileThatIsNotThere() throws Exception {
            Files.writeString(directory.resolve("ca.pem"), textOf(EC.certificatePem()));

            assertFails(
                    TlsOptions.ofDirectory(directory),
                    "client certificate " + directory.resolve("cert.pem") + " does not exist",
                    "DOCKER_CERT_PATH");
        }

        @Test
        void aFileThatCannotBeRead() {
            assertFails(
                    TlsOptions.DEFAULTS.withCa(Pem.file(directory)), "CA certificate " + directory + " cannot be read");
        }

        @Test
        void aFileThatIsSomethingElse() {
            assertFails(
                    TlsOptions.DEFAULTS.withCa(Pem.text("hello")),
                    "CA certificate (given in memory) has no certificate in the PEM format");
            assertFails(with(EC.keyPem(), EC.keyPem()), "client certificate (given in memory) has no certificate");
            assertFails(
                    with(EC.certificatePem(), EC.certificatePem()), "client key (given in memory) has no private key");
        }

        @Test
        void damagedCertificatesAndKeys() {
            Pem damaged = Pem.text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----");
            assertFails(TlsOptions.DEFAULTS.withCa(damaged), "CA certificate (given in memory) is damaged");
            for (String label : new String[] {"", "RSA ", "EC ", "DSA "}) {
                String begin = label + "PRIVATE KEY-----\n";
                assertFails(
                        with(EC.certificatePem(), Pem.text("-----BEGIN " + begin + "MAMCAQ\n-----END " + begin)),
                        "client key (given in memory)");
            }
        }

        @Test
        void expiredCertificates() {
            Identity expired = expired();
            assertFails(
                    with(expired.certificatePem(), EC.keyPem()),
                    "client certificate (given in memory) expired on "
                            + expired.certificate().getNotAfter().toInstant(),
                    "have it renewed");
            assertFails(
                    TlsOptions.DEFAULTS.withCa(expired().certificatePem()),
                    "CA certificate (given in memory) expired on");
        }

        @Test
        void aKeyOfAnotherCertificate() {
            assertFails(with(EC.certificatePem(), RSA.keyPem()), "is not that of the client certificate");
            assertFails(
                    with(EC.certificatePem(), CERTIFICATES.authority().keyPem()),
                    "is not that of the client certificate");
        }

        @Test
        void encryptedKeys() {
            Pem modern = Pem.text("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----");
            Pem old = Pem.text(
                    "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n"
                            + "-----END RSA PRIVATE KEY-----");

            assertFails(with(EC.certificatePem(), modern), "is encrypted", "openssl pkcs8");
            assertFails(with(EC.certificatePem(), old), "is encrypted");
        }

        private void assertFails(TlsOptions options, String... texts) {
            load(options)
                    .as(StepVerifier::create)
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOf(TlsException.class)
                            .hasMessageContaining("https://engine:2376 (from the test)")
                            .message()
                            .contains(texts))
                    .verify(SHORT);
        }
    }

    @Test
    void neverShowKeysInTexts() {
        assertThat(with(EC.certificatePem(), EC.keyPem()).toString()).doesNotContain("-----", "MIG");
    }

    private static Identity expired() {
        return CERTIFICATES.sign(EC.keys(), "localhost", TestCertificates.anHourAgo());
    }

    private static Mono<Optional<SslContext>> load(TlsOptions options) {
        return TlsContexts.load(new ResolvedEndpoint(DockerEndpoint.tls("engine", 2376, options), "the test"));
    }

    private static String textOf(Pem pem) {
        return ((Pem.Text) pem).text();
    }
}
