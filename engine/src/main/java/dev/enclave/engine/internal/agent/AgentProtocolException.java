package dev.enclave.engine.internal.agent;

/** The agent broke a rule of the protocol, or found that this side did. */
final class AgentProtocolException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AgentProtocolException(String message) {
        super(message);
    }
}
