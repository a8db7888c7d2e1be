package dev.enclave.docker.transport;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** A certificate authority, and what it signs, made anew for each run. */
public final class TestCertificates {

    private final Identity authority;

    private TestCertificates(Identity authority) {
        this.authority = authority;
    }

    /** A key and the certificate that goes with it. */
    public record Identity(KeyPair keys, X509Certificate certificate) {

        public Pem certificatePem() {
            return Pem.text(pem(certificate));
        }

        /** PKCS#8: {@code PRIVATE KEY}. */
        public Pem keyPem() {
            return Pem.text(pkcs8(keys.getPrivate()));
        }

        /** PKCS#1 or SEC1, as OpenSSL wrote them: {@code RSA PRIVATE KEY}, {@code EC PRIVATE KEY}. */
        public Pem traditionalKeyPem() {
            return Pem.text(pem(keys.getPrivate() instanceof ECPrivateKey key ? sec1(key) : keys.getPrivate()));
        }
    }

    public static TestCertificates create() {
        try {
            KeyPair keys = ec();
            X500Name name = new X500Name("CN=test CA");
            X509v3CertificateBuilder builder = builder(
                            name, name, keys, now().minusSeconds(60), now().plusSeconds(86_400))
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            return new TestCertificates(new Identity(keys, sign(builder, keys)));
        } catch (CertIOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Identity authority() {
        return authority;
    }

    /** Signs a key for {@code localhost} and 127.0.0.1. */
    public Identity sign(KeyPair keys) {
        return sign(keys, "localhost", now().plusSeconds(86_400));
    }

    /** Signs a key for one name and, if it is localhost, its address, until a time. */
    public Identity sign(KeyPair keys, String host, Instant until) {
        try {
            GeneralName name = new GeneralName(GeneralName.dNSName, host);
            GeneralName address = new GeneralName(
                    GeneralName.iPAddress,
                    host.equals("localhost") ? InetAddress.getLoopbackAddress().getHostAddress() : "192.0.2.1");
            X509v3CertificateBuilder builder = builder(
                            new X500Name(authority
                                    .certificate()
                                    .getSubjectX500Principal()
                                    .getName()),
                            new X500Name("CN=" + host),
                            keys,
                            now().minusSeconds(86_400),
                            until)
                    .addExtension(
                            Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {name, address
                            }));
            return new Identity(keys, sign(builder, authority.keys()));
        } catch (CertIOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static KeyPair ec() {
        return keys("EC", 256);
    }

    public static KeyPair rsa() {
        return keys("RSA", 2048);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    public static Instant anHourAgo() {
        return now().minusSeconds(3_600);
    }

    private static KeyPair keys(String algorithm, int size) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(size);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, KeyPair keys, Instant from, Instant until) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(System.nanoTime()),
                Date.from(from),
                Date.from(until),
                subject,
                keys.getPublic());
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, KeyPair issuer) {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate())));
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pkcs8(PrivateKey key) {
        try {
            return pem(new JcaPKCS8Generator(key, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With its curve, P-256, which Java and Bouncy Castle leave out and OpenSSL does not. */
    private static PemObject sec1(ECPrivateKey key) {
        try {
            return new PemObject(
                    "EC PRIVATE KEY",
                    new org.bouncycastle.asn1.sec.ECPrivateKey(256, key.getS(), SECObjectIdentifiers.secp256r1)
                            .getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pem(Object value) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(value instanceof PrivateKey key ? PrivateKeyInfo.getInstance(key.getEncoded()) : value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
