package dev.enclave.benchmarks.peer;

import dev.enclave.benchmarks.measure.Target;
import dev.enclave.benchmarks.measure.Work;
import dev.enclave.docker.DockerClient;
import dev.enclave.engine.Command;
import dev.enclave.engine.ExecResult;
import dev.enclave.engine.SandboxEngine;
import dev.enclave.engine.SandboxSpec;
import java.time.Duration;

/**
 * Enclave's engine. Its sandbox is what its users get: next to the recipe's limits it has no capabilities, dies with its owner, and has the agent,
 * which runs the command without the exec API.
 */
final class EnginePeer implements SandboxPeer {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DockerClient client;
    private final SandboxEngine engine;

    EnginePeer(Target target) {
        this.client = target.newClient();
        this.engine = SandboxEngine.builder().dockerClient(client).build();
    }

    @Override
    public Work sandbox(Recipe recipe) {
        SandboxSpec spec = SandboxSpec.of(recipe.image());
        Command command = Command.of(Recipe.COMMAND);
        return Work.reactive(engine.use(spec, sandbox -> sandbox.exec(command)).doOnNext(EnginePeer::check));
    }

    private static void check(ExecResult result) {
        Outcomes.requireBytes(Recipe.PRINTED, result.stdoutBytes().length);
        Outcomes.requireExit(result.exitCode().orElse(-1));
    }

    @Override
    public void close() {
        engine.close().then(client.close()).block(PATIENCE);
    }
}
