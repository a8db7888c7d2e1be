package dev.enclave.benchmarks.peer;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import dev.enclave.benchmarks.measure.BenchContainer;
import dev.enclave.benchmarks.measure.Work;
import java.time.Duration;
import java.util.List;

/** docker-java. */
final class DockerJavaPeer extends DockerJavaBased implements UnaryPeer, SandboxPeer, OutputPeer {

    DockerJavaPeer(DockerClient client) {
        super(client);
    }

    @Override
    public Work ping() {
        return Work.blocking(() -> client.pingCmd().exec());
    }

    @Override
    public Work inspect(String container) {
        return Work.blocking(() -> client.inspectContainerCmd(container).exec());
    }

    @Override
    public Work sandbox(Recipe recipe) {
        HostConfig host = HostConfig.newHostConfig()
                .withNetworkMode("none")
                .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE))
                .withMemory(recipe.memoryBytes())
                .withPidsLimit(recipe.pids());
        return Work.blocking(() -> {
            String name = BenchContainer.newName();
            client.createContainerCmd(recipe.image())
                    .withName(name)
                    .withCmd(Recipe.MAIN)
                    .withHostConfig(host)
                    .exec();
            client.startContainerCmd(name).exec();
            Outcomes.requireBytes(Recipe.PRINTED, run(name, Recipe.COMMAND, Duration.ZERO));
            client.removeContainerCmd(name).withForce(true).exec();
        });
    }

    @Override
    public Work output(String container, long bytes, Duration pause) {
        return Work.blocking(() -> Outcomes.requireRead(bytes, run(container, Recipe.printing(bytes), pause), pause));
    }

    /** Returns how many bytes it printed. Its exit code may not be known yet, then it counts as success. */
    private long run(String container, List<String> command, Duration pause) throws InterruptedException {
        String exec = client.execCreateCmd(container)
                .withCmd(command.toArray(String[]::new))
                .withAttachStdout(true)
                .withAttachStderr(true)
                .exec()
                .getId();
        ByteCount count = new ByteCount(pause);
        client.execStartCmd(exec).exec(count).awaitCompletion();
        Long code = client.inspectExecCmd(exec).exec().getExitCodeLong();
        if (code != null) {
            Outcomes.requireExit(code);
        }
        return count.bytes;
    }

    private static final class ByteCount extends ResultCallback.Adapter<Frame> {

        private final Duration pause;

        /** Written by one thread of docker-java, read when that has ended. */
        private long bytes;

        ByteCount(Duration pause) {
            this.pause = pause;
        }

        @Override
        public void onNext(Frame frame) {
            bytes += frame.getPayload().length;
            if (!pause.isZero()) {
                sleep();
            }
        }

        private void sleep() {
            try {
                Thread.sleep(pause.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
