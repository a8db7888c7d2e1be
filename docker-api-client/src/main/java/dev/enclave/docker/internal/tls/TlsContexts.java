package dev.enclave.docker.internal.tls;

import dev.enclave.docker.TlsException;
import dev.enclave.docker.transport.DockerEndpoint;
import dev.enclave.docker.transport.ResolvedEndpoint;
import dev.enclave.docker.transport.TlsOptions;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Makes what Netty needs to encrypt connections to an engine. */
public final class TlsContexts {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private TlsContexts() {}

    /**
     * Reads the certificates of an endpoint, on an elastic thread, at each subscription.
     *
     * @return the context, empty for an endpoint without TLS; signals {@link TlsException} when a file cannot be used
     */
    public static Mono<Optional<SslContext>> load(ResolvedEndpoint endpoint) {
        TlsOptions tls = endpoint.endpoint() instanceof DockerEndpoint.Tcp tcp ? tcp.tls() : null;
        if (tls == null) {
            return Mono.just(Optional.empty());
        }
        return Mono.fromCallable(() -> Optional.of(build(tls)))
                .subscribeOn(Schedulers.boundedElastic())
                .onErrorMap(
                        e -> e instanceof UnusableTlsException || e instanceof SSLException,
                        e -> new TlsException(
                                "read certificates", endpoint.toString(), String.valueOf(e.getMessage()), e));
    }

    private static SslContext build(TlsOptions options) throws SSLException {
        // Java's own engine: the same everywhere, and it keeps reading after this side has ended its output.
        SslContextBuilder builder =
                SslContextBuilder.forClient().sslProvider(SslProvider.JDK).protocols(PROTOCOLS);
        if (!options.verify()) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE).endpointIdentificationAlgorithm(null);
        } else {
            builder.endpointIdentificationAlgorithm("HTTPS");
            if (options.ca() != null) {
                builder.trustManager(Certificates.ofAuthorities(options.ca()));
            }
        }
        if (options.certificate() != null && options.key() != null) {
            X509Certificate[] chain = Certificates.ofClient(options.certificate());
            PrivateKey key = PrivateKeys.read(options.key());
            PrivateKeys.requirePair(key, chain[0].getPublicKey(), options.key(), options.certificate());
            builder.keyManager(key, chain);
        }
        return builder.build();
    }
}
