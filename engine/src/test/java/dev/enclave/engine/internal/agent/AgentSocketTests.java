package dev.enclave.engine.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.docker.stream.StreamListener;
import dev.enclave.engine.AgentFailedException;
import dev.enclave.engine.SandboxGoneException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** Which way the agent has taken, where it was offered a socket; its side is played by the test. */
@Tag("C8")
class AgentSocketTests extends AgentConnectionFixture {

    private static final class ScriptedListener implements StreamListener {
        final Sinks.One<DuplexStream> accepted = Sinks.one();
        boolean disposed;

        @Override
        public Mono<DuplexStream> accepted() {
            return accepted.asMono();
        }

        @Override
        public void dispose() {
            disposed = true;
            accepted.tryEmitEmpty();
        }

        @Override
        public boolean isDisposed() {
            return disposed;
        }
    }

    private ScriptedListener listener;
    private ScriptedAgent connected;
    private List<String> unreachable;

    /** Called by the constructor of the fixture. */
    @Override
    AgentConnection connect() {
        listener = new ScriptedListener();
        connected = new ScriptedAgent();
        unreachable = new ArrayList<>();
        return new AgentConnection(
                "id", agent, new AgentSocket(listener, Path.of("/folder/socket"), unreachable::add), time);
    }

    @Test
    void isTheConnectionOnceThereIsOne() {
        StepVerifier.create(connection.greet())
                .then(() -> assertThat(agent.takeReceived()).isEmpty())
                .then(() -> listener.accepted.tryEmitValue(connected))
                .then(() -> assertThat(connected.takeReceived()).containsExactly("01:0:000100003a98"))
                .then(() -> connected.say(AgentBytes.of().hello(1)))
                .expectComplete()
                .verify(PATIENCE);

        assertThat(agent.takeReceived()).isEmpty();
        assertThat(unreachable).isEmpty();
    }

    @Test
    void isTheAttachedStreamWhereTheSocketCannotBeReached() {
        StepVerifier.create(connection.greet())
                .then(() -> agent.say(AgentBytes.of().noSocket(111)))
                .then(() -> assertThat(agent.takeReceived()).containsExactly("01:0:000100003a98"))
                .then(() -> agent.say(AgentBytes.of().hello(1)))
                .expectComplete()
                .verify(PATIENCE);

        assertThat(listener.disposed).isTrue();
        assertThat(unreachable).hasSize(1);
        assertThat(unreachable.get(0)).contains("111");
        assertThat(agent.isDisposed()).isFalse();
    }

    @Test
    void endsWithTheConnectionAndLetsGoOfBoth() {
        listener.accepted.tryEmitValue(connected);

        StepVerifier.create(connection.ended())
                .then(connected.output::complete)
                .expectComplete()
                .verify(PATIENCE);

        assertThat(agent.isDisposed()).isTrue();
        assertThat(listener.disposed).isTrue();
    }

    @Test
    void endsWithTheAttachedStreamToo() {
        listener.accepted.tryEmitValue(connected);

        StepVerifier.create(connection.greet())
                .then(agent.output::complete)
                .expectError(SandboxGoneException.class)
                .verify(PATIENCE);

        assertThat(listener.disposed).isTrue();
    }

    @Test
    void isNeverBoth() {
        listener.accepted.tryEmitValue(connected);

        StepVerifier.create(connection.greet())
                .then(() -> agent.say(AgentBytes.of().hello(1)))
                .expectErrorSatisfies(e ->
                        assertThat(e).isInstanceOf(AgentFailedException.class).hasMessageContaining("attached stream"))
                .verify(PATIENCE);
    }
}
