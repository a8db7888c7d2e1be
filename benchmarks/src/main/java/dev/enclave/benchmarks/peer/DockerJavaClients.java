package dev.enclave.benchmarks.peer;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.enclave.benchmarks.measure.Target;
import java.net.URI;

/** docker-java, with the defaults of its transports. */
final class DockerJavaClients {

    private DockerJavaClients() {}

    static DockerClient apache(Target target) {
        return of(
                target,
                new ApacheDockerHttpClient.Builder().dockerHost(hostOf(target)).build());
    }

    static DockerClient zerodep(Target target) {
        return of(
                target,
                new ZerodepDockerHttpClient.Builder().dockerHost(hostOf(target)).build());
    }

    private static DockerClient of(Target target, DockerHttpClient transport) {
        DockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(target.endpoint().toString())
                .withApiVersion(target.api().toString())
                .build();
        return DockerClientImpl.getInstance(config, transport);
    }

    private static URI hostOf(Target target) {
        return URI.create(target.endpoint().toString());
    }
}
