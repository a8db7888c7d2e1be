package dev.enclave.docker.internal.tls;

import dev.enclave.docker.transport.Pem;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;

/** Reads certificates, and says of those that are no longer valid which and since when. */
final class Certificates {

    private Certificates() {}

    /** Those of the CAs: one that is valid is enough, as old and new ones stand side by side while they are exchanged. */
    static X509Certificate[] ofAuthorities(Pem pem) {
        PemBlocks blocks = PemBlocks.read("CA certificate", pem);
        List<X509Certificate> all = parseAll(blocks);
        UnusableTlsException invalid = null;
        for (X509Certificate certificate : all) {
            try {
                requireValid(blocks.source(), certificate);
                return all.toArray(X509Certificate[]::new);
            } catch (UnusableTlsException e) {
                invalid = e;
            }
        }
        throw invalid == null ? none(blocks) : invalid;
    }

    /** The client's own, first, and those that lead to its CA. */
    static X509Certificate[] ofClient(Pem pem) {
        PemBlocks blocks = PemBlocks.read("client certificate", pem);
        List<X509Certificate> all = parseAll(blocks);
        if (all.isEmpty()) {
            throw none(blocks);
        }
        requireValid(blocks.source(), all.get(0));
        return all.toArray(X509Certificate[]::new);
    }

    private static UnusableTlsException none(PemBlocks blocks) {
        return new UnusableTlsException(
                blocks.source() + " has no certificate in the PEM format (-----BEGIN CERTIFICATE-----)", null);
    }

    private static List<X509Certificate> parseAll(PemBlocks blocks) {
        return blocks.ofCertificates().stream()
                .map(block -> parse(blocks.source(), block))
                .toList();
    }

    private static X509Certificate parse(String source, PemBlocks.Block block) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(block.decoded(source)));
        } catch (CertificateException e) {
            throw new UnusableTlsException(source + " is damaged: " + e.getMessage(), e);
        }
    }

    private static void requireValid(String source, X509Certificate certificate) {
        try {
            certificate.checkValidity();
        } catch (CertificateExpiredException e) {
            throw new UnusableTlsException(
                    source + " expired on " + certificate.getNotAfter().toInstant() + "; have it renewed", e);
        } catch (CertificateNotYetValidException e) {
            throw new UnusableTlsException(
                    source + " is not valid before "
                            + certificate.getNotBefore().toInstant() + "; is this machine's clock right?",
                    e);
        }
    }
}
