package dev.enclave.docker.containers;

/**
 * A resource limit of each process.
 *
 * @param name for example {@code nofile}
 * @param soft the limit in force
 * @param hard the highest that a process may set itself
 */
public record Ulimit(String name, long soft, long hard) {}
