package dev.enclave.docker.internal.tls;

import dev.enclave.docker.transport.Pem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The blocks of a PEM source; text around them is ignored. Blocking: callers run it on an elastic scheduler.
 *
 * @param source how messages name where they come from, for example {@code client certificate /x/cert.pem}
 * @param blocks the blocks in their order
 */
record PemBlocks(String source, List<Block> blocks) {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    /** Docker's own files have a few KB. */
    private static final long LARGEST = 4L << 20;

    /**
     * One block.
     *
     * @param label what the block says that it is
     * @param body base64, and headers before it in old encrypted keys
     */
    record Block(String label, String body) {

        byte[] decoded(String source) {
            try {
                return Base64.getMimeDecoder().decode(body);
            } catch (IllegalArgumentException e) {
                throw new UnusableTlsException(source + " is damaged: it is not base64", e);
            }
        }

        boolean isEncrypted() {
            return label.contains("ENCRYPTED") || body.contains("ENCRYPTED");
        }

        /** Shows no key. */
        @Override
        public String toString() {
            return label;
        }
    }

    static PemBlocks read(String what, Pem pem) {
        String source = what + " " + pem;
        Matcher matcher = BLOCK.matcher(textOf(source, pem));
        return new PemBlocks(
                source,
                matcher.results()
                        .map(found -> new Block(found.group(1), found.group(2)))
                        .toList());
    }

    private static String textOf(String source, Pem pem) {
        if (pem instanceof Pem.Text text) {
            return text.text();
        }
        try {
            Path file = ((Pem.File) pem).path();
            if (Files.isRegularFile(file) && Files.size(file) > LARGEST) {
                throw new UnusableTlsException(source + " is too large for what it should be", null);
            }
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new UnusableTlsException(
                    source + " does not exist; put it there, or name its folder by DOCKER_CERT_PATH", e);
        } catch (AccessDeniedException e) {
            throw new UnusableTlsException(source + " may not be read by this user; change its owner or mode", e);
        } catch (IOException e) {
            throw new UnusableTlsException(source + " cannot be read: " + e.getMessage(), e);
        }
    }

    List<Block> ofCertificates() {
        return blocks.stream()
                .filter(block -> block.label().endsWith("CERTIFICATE"))
                .toList();
    }

    Optional<Block> ofKey() {
        return blocks.stream()
                .filter(block -> block.label().endsWith("PRIVATE KEY"))
                .findFirst();
    }
}
