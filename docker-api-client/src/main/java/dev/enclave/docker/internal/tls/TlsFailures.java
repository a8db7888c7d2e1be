package dev.enclave.docker.internal.tls;

import dev.enclave.docker.transport.DockerEndpoint;
import dev.enclave.docker.transport.TlsOptions;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Says why a handshake failed and what can be done; the JDK tells it in a chain of causes, and in words. */
public final class TlsFailures {

    private static final int DEEPEST = 12;

    private final DockerEndpoint.Tcp endpoint;
    private final TlsOptions options;

    private TlsFailures(DockerEndpoint.Tcp endpoint, TlsOptions options) {
        this.endpoint = endpoint;
        this.options = options;
    }

    /**
     * Explains a failure.
     *
     * @return the reason and the advice; empty when there is no TLS, or the failure has nothing to do with its handshake
     */
    public static Optional<String> explain(DockerEndpoint endpoint, Throwable failure) {
        return endpoint instanceof DockerEndpoint.Tcp tcp && tcp.tls() != null
                ? Optional.ofNullable(new TlsFailures(tcp, tcp.tls()).reason(chain(failure)))
                : Optional.empty();
    }

    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable next = failure; next != null && chain.size() < DEEPEST; next = next.getCause()) {
            chain.add(next);
        }
        return chain;
    }

    private @Nullable String reason(List<Throwable> chain) {
        if (has(chain, NotSslRecordException.class)) {
            return "what listens there does not speak TLS; leave out TLS (unset DOCKER_TLS_VERIFY and DOCKER_TLS, tcp:// instead of"
                    + " https://), or name the engine's TLS port, usually 2376";
        }
        if (has(chain, SslHandshakeTimeoutException.class)) {
            return "no answer to the TLS handshake in time; is it the engine's TLS port, usually 2376?";
        }
        if (!has(chain, SSLHandshakeException.class)) {
            return null;
        }
        if (has(chain, CertificateExpiredException.class)) {
            return "the engine's certificate has expired; have it renewed on the engine's machine";
        }
        if (has(chain, CertificateNotYetValidException.class)) {
            return "the engine's certificate is not valid yet; is this machine's clock right?";
        }
        String said = said(chain);
        if (has(chain, CertPathBuilderException.class) || has(chain, CertPathValidatorException.class)) {
            return "the engine's certificate is not signed by a CA that is trusted (" + trusted()
                    + "); take ca.pem from whoever runs the engine";
        }
        if (has(chain, CertificateException.class) && said.contains("name")) {
            return "the engine's certificate is not for '" + endpoint.host()
                    + "'; connect by a name that it is for, or have it renewed with this one as a subject alternative name";
        }
        return said.contains("received fatal alert") ? refused(said) : "the TLS handshake failed: " + said;
    }

    private String refused(String alert) {
        return options.certificate() == null
                ? "the engine refused the handshake, and this client has no certificate (" + alert
                        + "); put cert.pem and key.pem beside ca.pem, or set them in TlsOptions"
                : "the engine refused the client certificate " + options.certificate() + " (" + alert
                        + "); have it signed by the engine's CA, for client authentication";
    }

    private String trusted() {
        return options.ca() == null ? "those of this JVM" : "that of " + options.ca();
    }

    private static boolean has(List<Throwable> chain, Class<? extends Throwable> type) {
        return chain.stream().anyMatch(type::isInstance);
    }

    private static String said(List<Throwable> chain) {
        return chain.stream()
                .filter(e -> e instanceof SSLHandshakeException || e instanceof CertificateException)
                .map(e -> String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT))
                .distinct()
                .reduce((one, next) -> one + "; " + next)
                .orElse("");
    }
}
