package dev.enclave.docker.exec;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A command to be run in a container.
 *
 * @param cmd the program and its arguments
 * @param env environment variables as {@code NAME=value}, added to the container's
 * @param user user name or id, optionally {@code :group}; the container's when absent
 * @param workingDir the working directory, absolute; the container's when absent
 * @param tty whether the command has a terminal
 * @param attachStdin whether its standard input is connected
 * @param attachStdout whether its standard output is connected
 * @param attachStderr whether its standard error is connected
 * @param privileged whether it has all capabilities
 * @param detachKeys keys that close the connection when they are typed at a terminal, for example {@code ctrl-p,ctrl-q}; absent for the
 *     engine's, which are those
 * @param consoleSize height and width of the terminal in characters at the start; from API 1.42 on, and refused before
 */
public record ExecConfig(
        List<String> cmd,
        @Nullable List<String> env,
        @Nullable String user,
        @Nullable String workingDir,
        @Nullable Boolean tty,
        @Nullable Boolean attachStdin,
        @Nullable Boolean attachStdout,
        @Nullable Boolean attachStderr,
        @Nullable Boolean privileged,
        @Nullable String detachKeys,
        @Nullable List<Integer> consoleSize) {

    /** Copies the collections. */
    public ExecConfig {
        Objects.requireNonNull(cmd, "cmd");
        cmd = List.copyOf(cmd);
        env = env == null ? null : List.copyOf(env);
        consoleSize = consoleSize == null ? null : List.copyOf(consoleSize);
    }

    /**
     * Starts a builder.
     *
     * @param cmd the program and its arguments
     * @return a builder with everything else absent
     */
    public static Builder builder(List<String> cmd) {
        return new Builder(cmd);
    }

    /** Builds a {@link ExecConfig}; what is not set is left to the engine. */
    public static final class Builder {
        private final List<String> cmd;
        private @Nullable List<String> env;
        private @Nullable String user;
        private @Nullable String workingDir;
        private @Nullable Boolean tty;
        private @Nullable Boolean attachStdin;
        private @Nullable Boolean attachStdout;
        private @Nullable Boolean attachStderr;
        private @Nullable Boolean privileged;
        private @Nullable String detachKeys;
        private @Nullable List<Integer> consoleSize;

        private Builder(List<String> cmd) {
            this.cmd = Objects.requireNonNull(cmd, "cmd");
        }

        /**
         * Sets: environment variables as {@code NAME=value}, added to the container's.
         *
         * @param value the value
         * @return this builder
         */
        public Builder env(List<String> value) {
            this.env = value;
            return this;
        }

        /**
         * Sets: user name or id, optionally {@code :group}; the container's when absent.
         *
         * @param value the value
         * @return this builder
         */
        public Builder user(String value) {
            this.user = value;
            return this;
        }

        /**
         * Sets: the working directory, absolute; the container's when absent.
         *
         * @param value the value
         * @return this builder
         */
        public Builder workingDir(String value) {
            this.workingDir = value;
            return this;
        }

        /**
         * Sets: whether the command has a terminal.
         *
         * @param value the value
         * @return this builder
         */
        public Builder tty(Boolean value) {
            this.tty = value;
            return this;
        }

        /**
         * Sets: whether its standard input is connected.
         *
         * @param value the value
         * @return this builder
         */
        public Builder attachStdin(Boolean value) {
            this.attachStdin = value;
            return this;
        }

        /**
         * Sets: whether its standard output is connected.
         *
         * @param value the value
         * @return this builder
         */
        public Builder attachStdout(Boolean value) {
            this.attachStdout = value;
            return this;
        }

        /**
         * Sets: whether its standard error is connected.
         *
         * @param value the value
         * @return this builder
         */
        public Builder attachStderr(Boolean value) {
            this.attachStderr = value;
            return this;
        }

        /**
         * Sets: whether it has all capabilities.
         *
         * @param value the value
         * @return this builder
         */
        public Builder privileged(Boolean value) {
            this.privileged = value;
            return this;
        }

        /**
         * Sets: keys that close the connection when they are typed at a terminal, for example {@code ctrl-p,ctrl-q}.
         *
         * @param value the value
         * @return this builder
         */
        public Builder detachKeys(String value) {
            this.detachKeys = value;
            return this;
        }

        /**
         * Sets: height and width of the terminal in characters at the start; from API 1.42 on, and refused before.
         *
         * @param value the value
         * @return this builder
         */
        public Builder consoleSize(List<Integer> value) {
            this.consoleSize = value;
            return this;
        }

        /** {@return the ExecConfig as set so far} */
        public ExecConfig build() {
            return new ExecConfig(
                    cmd,
                    env,
                    user,
                    workingDir,
                    tty,
                    attachStdin,
                    attachStdout,
                    attachStderr,
                    privileged,
                    detachKeys,
                    consoleSize);
        }
    }
}
