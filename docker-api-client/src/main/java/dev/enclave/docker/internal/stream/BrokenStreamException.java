package dev.enclave.docker.internal.stream;

/** What arrived is not what the protocol allows. Translated to {@code DockerProtocolException} where it leaves the pipeline. */
final class BrokenStreamException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrokenStreamException(String message) {
        super(message);
    }
}
