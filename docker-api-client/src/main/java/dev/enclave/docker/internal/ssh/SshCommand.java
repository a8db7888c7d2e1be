package dev.enclave.docker.internal.ssh;

import dev.enclave.docker.transport.DockerEndpoint;
import dev.enclave.docker.transport.SshOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The command line, as docker/cli (cli/connhelper) makes it; in addition {@code ssh} must not ask, as there is nobody to answer. */
final class SshCommand {

    private SshCommand() {}

    static List<String> of(DockerEndpoint.Ssh endpoint, SshOptions options, Duration connectTimeout) {
        List<String> command = new ArrayList<>(options.command());
        command.addAll(List.of("-o", "ConnectTimeout=" + Math.max(1, (connectTimeout.toMillis() + 999) / 1000)));
        command.addAll(List.of("-o", "BatchMode=yes", "-T"));
        if (endpoint.user() != null) {
            command.addAll(List.of("-l", endpoint.user()));
        }
        if (endpoint.port() != null) {
            command.addAll(List.of("-p", endpoint.port().toString()));
        }
        command.addAll(List.of("--", endpoint.host(), "docker"));
        if (endpoint.path() != null) {
            command.add("--host=" + quoted("unix://" + endpoint.path()));
        }
        command.addAll(List.of("system", "dial-stdio"));
        return command;
    }

    /** For the shell on the other machine, to which {@code ssh} passes its arguments as one line. */
    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
