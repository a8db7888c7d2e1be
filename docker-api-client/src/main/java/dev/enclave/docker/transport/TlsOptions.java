package dev.enclave.docker.transport;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a connection to an engine is encrypted: whom this client trusts, and as whom it presents itself. Engines that run with
 * {@code --tlsverify} accept only clients with a certificate of their CA.
 *
 * <p>Keys may be PKCS#8, PKCS#1 ({@code RSA PRIVATE KEY}) or SEC1 ({@code EC PRIVATE KEY}), not encrypted. Files are read once, when the
 * client first connects: a new certificate needs a new client, unless reading the old one failed.
 *
 * @param ca the CAs that are trusted, and no others; null (the default) trusts those of the JVM
 * @param certificate this client's certificate, followed by those between it and the CA; null for none
 * @param key the certificate's private key; null without a certificate
 * @param verify whether the engine's certificate and host name are checked (the default). Without it, whoever sits on the way can read and
 *     change everything
 */
public record TlsOptions(
        @Nullable Pem ca,
        @Nullable Pem certificate,
        @Nullable Pem key,
        boolean verify) {

    /** Trusts the JVM's CAs, and presents no certificate. */
    public static final TlsOptions DEFAULTS = new TlsOptions(null, null, null, true);

    /** Checks that certificate and key come together. */
    public TlsOptions {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("a client certificate needs its key, and a key its certificate");
        }
    }

    /**
     * Takes the three files that Docker's documentation makes.
     *
     * @param directory with {@code ca.pem}, {@code cert.pem} and {@code key.pem}
     * @return the options
     */
    public static TlsOptions ofDirectory(Path directory) {
        Objects.requireNonNull(directory, "directory");
        return DEFAULTS.withCa(Pem.file(directory.resolve("ca.pem")))
                .withCertificate(Pem.file(directory.resolve("cert.pem")), Pem.file(directory.resolve("key.pem")));
    }

    /**
     * Returns a copy that trusts the given CAs, and no others.
     *
     * @param value the CAs
     * @return the changed copy
     */
    public TlsOptions withCa(Pem value) {
        return new TlsOptions(Objects.requireNonNull(value, "value"), certificate, key, verify);
    }

    /**
     * Returns a copy that presents a client certificate.
     *
     * @param chain the certificate, followed by those between it and the CA
     * @param privateKey its key
     * @return the changed copy
     */
    public TlsOptions withCertificate(Pem chain, Pem privateKey) {
        return new TlsOptions(
                ca, Objects.requireNonNull(chain, "chain"), Objects.requireNonNull(privateKey, "privateKey"), verify);
    }

    /**
     * Returns a copy that accepts whatever certificate the engine has. Encrypts, but does not protect from an attacker on the way.
     *
     * @return the changed copy
     */
    public TlsOptions withoutVerification() {
        return new TlsOptions(ca, certificate, key, false);
    }
}
