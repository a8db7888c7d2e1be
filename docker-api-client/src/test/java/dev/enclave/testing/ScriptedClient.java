package dev.enclave.testing;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.DockerClientOptions;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A client of a {@link ScriptedEngine} on a Unix socket. Both are closed after each test. For {@code @RegisterExtension}. */
public final class ScriptedClient implements AfterEachCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private ScriptedEngine engine;
    private DockerClient client;

    /** Starts an engine and a client with the engine's {@linkplain ScriptedEngine#options() options}. */
    public void start(ScriptedEngine.Script script) {
        start(script, UnaryOperator.identity());
    }

    /** Starts an engine and a client with those options, changed. */
    public void start(ScriptedEngine.Script script, UnaryOperator<DockerClientOptions> change) {
        engine = ScriptedEngine.onUnixSocket(script);
        client = DockerClient.create(change.apply(engine.options()));
    }

    /** Closes the client and makes another one of the same engine. */
    public void renew(UnaryOperator<DockerClientOptions> change) {
        client.close().block(PATIENCE);
        client = DockerClient.create(change.apply(engine.options()));
    }

    /** Returns the engine. */
    public ScriptedEngine engine() {
        return engine;
    }

    /** Returns the client. */
    public DockerClient client() {
        return client;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (engine != null) {
            client.close().block(PATIENCE);
            engine.close();
        }
    }
}
