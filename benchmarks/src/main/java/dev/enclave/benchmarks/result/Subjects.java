package dev.enclave.benchmarks.result;

/** Names of what is measured. */
public final class Subjects {

    /** Enclave's engine: sandboxes with the agent, secure by default. */
    public static final String ENCLAVE = "enclave";

    /** Enclave's Docker client, making the calls that docker-java makes. */
    public static final String ENCLAVE_CLIENT = "enclave-client";

    /** A bare blocking socket that parses nothing. */
    public static final String FLOOR = "floor";

    /** docker-java with its Apache transport. */
    public static final String DOCKER_JAVA_APACHE = "docker-java (httpclient5)";

    /** docker-java with its transport without dependencies. */
    public static final String DOCKER_JAVA_ZERODEP = "docker-java (zerodep)";

    /** The {@code docker} command line. */
    public static final String DOCKER_CLI = "docker CLI";

    private Subjects() {}

    /**
     * Tells whether a subject is docker-java, with whichever transport.
     *
     * @param subject the subject
     * @return whether it is
     */
    public static boolean isDockerJava(String subject) {
        return subject.startsWith("docker-java");
    }
}
