package dev.enclave.docker.internal.tls;

import dev.enclave.docker.transport.Pem;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Map;
import java.util.Optional;

/**
 * Reads private keys. Java reads PKCS#8 only; what {@code openssl genrsa} and {@code openssl ecparam} wrote for years (PKCS#1, SEC1) is put
 * into that format first.
 */
final class PrivateKeys {

    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    private static final String AS_PKCS8 = "; convert it: openssl pkcs8 -topk8 -nocrypt -in key.pem -out new-key.pem";

    private PrivateKeys() {}

    static PrivateKey read(Pem pem) {
        PemBlocks blocks = PemBlocks.read("client key", pem);
        String source = blocks.source();
        PemBlocks.Block block = blocks.ofKey()
                .orElseThrow(() -> new UnusableTlsException(
                        source + " has no private key in the PEM format (-----BEGIN PRIVATE KEY-----)", null));
        if (block.isEncrypted()) {
            throw new UnusableTlsException(source + " is encrypted, which is not supported" + AS_PKCS8, null);
        }
        byte[] key = block.decoded(source);
        try {
            return parse(
                    source,
                    switch (block.label()) {
                        case "PRIVATE KEY" -> key;
                        case "RSA PRIVATE KEY" -> Der.pkcs8OfPkcs1(key);
                        case "EC PRIVATE KEY" -> Der.pkcs8OfSec1(key);
                        default -> throw new IllegalArgumentException("it is a " + block.label());
                    });
        } catch (IllegalArgumentException e) {
            throw new UnusableTlsException(source + " cannot be used: " + e.getMessage() + AS_PKCS8, e);
        }
    }

    private static PrivateKey parse(String source, byte[] pkcs8) {
        return SIGNATURES.keySet().stream()
                .flatMap(algorithm -> parseAs(algorithm, pkcs8).stream())
                .findFirst()
                .orElseThrow(
                        () -> new UnusableTlsException(source + " is damaged, or neither RSA nor EC nor EdDSA", null));
    }

    private static Optional<PrivateKey> parseAs(String algorithm, byte[] pkcs8) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
        } catch (InvalidKeySpecException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK from 15 on has " + algorithm, e);
        }
    }

    /** Without this check the engine would refuse the handshake, for a reason that nobody can guess. */
    static void requirePair(PrivateKey key, PublicKey certified, Pem keySource, Pem certificateSource) {
        if (!isPair(key, certified)) {
            throw new UnusableTlsException(
                    "client key " + keySource + " is not that of the client certificate " + certificateSource
                            + "; take both from the same place",
                    null);
        }
    }

    private static boolean isPair(PrivateKey key, PublicKey certified) {
        try {
            String algorithm = SIGNATURES.get(key.getAlgorithm());
            if (algorithm == null) {
                return true;
            }
            byte[] message = certified.getEncoded();
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(message);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(message);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
