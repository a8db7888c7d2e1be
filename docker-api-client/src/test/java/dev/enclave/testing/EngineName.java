package dev.enclave.testing;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.system.EngineVersion;
import dev.enclave.docker.system.Ping;
import dev.enclave.docker.transport.ApiVersion;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code ./enclave engine} calls an engine: {@code docker-20.10}, {@code docker-28.5-min144}, {@code podman-4.3}. */
final class EngineName {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern MAJOR_MINOR = Pattern.compile("\\d+\\.\\d+");
    private static final ApiVersion USUAL_MINIMUM = new ApiVersion(1, 44);

    private EngineName() {}

    static String of(DockerClient client) {
        Ping ping = client.system().ping().block(PATIENCE);
        EngineVersion version = client.system().version().block(PATIENCE);
        String kind = ping.engine() == Ping.Engine.PODMAN ? "podman-" : "docker-";
        Matcher number = MAJOR_MINOR.matcher(version.version());
        return kind + (number.lookingAt() ? number.group() : version.version()) + suffix(version);
    }

    private static String suffix(EngineVersion version) {
        String minimum = version.minApiVersion();
        return minimum != null && ApiVersion.of(minimum).isAtLeast(USUAL_MINIMUM) ? "-min144" : "";
    }
}
