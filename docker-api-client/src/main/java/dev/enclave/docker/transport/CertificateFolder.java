package dev.enclave.docker.transport;

import java.nio.file.Files;
import java.nio.file.Path;

/** The names of the files in which the docker command line keeps certificates. Blocking: callers run it on an elastic scheduler. */
final class CertificateFolder {

    private CertificateFolder() {}

    static Pem caOf(Path folder) {
        return Pem.file(folder.resolve("ca.pem"));
    }

    /** What is in the folder; of certificate and key one alone stands for both, so that the error names the other. */
    static TlsOptions optionsOf(Path folder) {
        Path ca = folder.resolve("ca.pem");
        Path certificate = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");
        TlsOptions options = Files.exists(ca) ? TlsOptions.DEFAULTS.withCa(caOf(folder)) : TlsOptions.DEFAULTS;
        return Files.exists(certificate) || Files.exists(key)
                ? options.withCertificate(Pem.file(certificate), Pem.file(key))
                : options;
    }
}
