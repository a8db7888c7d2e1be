package dev.enclave.docker.transport;

import java.util.List;
import java.util.Objects;

/**
 * How the system's {@code ssh} is run for {@code ssh://} endpoints. It reads the user's {@code ~/.ssh/config} as ever: keys, jump hosts and, worth having where
 * many connections are made, {@code ControlMaster}. It is told not to ask anything ({@code BatchMode}): keys need an agent or no passphrase, hosts have to be
 * known.
 *
 * @param command the program and arguments that come before all others; default {@code ssh}
 */
public record SshOptions(List<String> command) {

    /** The {@code ssh} of the {@code PATH}. */
    public static final SshOptions DEFAULTS = new SshOptions(List.of("ssh"));

    /** Checks that there is a program, and copies. */
    public SshOptions {
        command = List.copyOf(Objects.requireNonNull(command, "command"));
        if (command.isEmpty() || command.get(0).isBlank()) {
            throw new IllegalArgumentException("command must begin with a program");
        }
    }

    /**
     * Runs another program, or gives it more arguments.
     *
     * @param command for example {@code "ssh", "-F", "/etc/build/ssh_config"}
     * @return the options
     */
    public static SshOptions of(String... command) {
        return new SshOptions(List.of(command));
    }
}
