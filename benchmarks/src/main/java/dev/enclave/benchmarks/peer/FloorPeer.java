package dev.enclave.benchmarks.peer;

import dev.enclave.benchmarks.floor.FloorStream;
import dev.enclave.benchmarks.floor.Requests;
import dev.enclave.benchmarks.measure.BenchContainer;
import dev.enclave.benchmarks.measure.Target;
import dev.enclave.benchmarks.measure.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The bare socket. */
final class FloorPeer extends FloorBased implements UnaryPeer, SandboxPeer, OutputPeer {

    private static final int CREATED = 201;
    private static final int NO_CONTENT = 204;
    private static final String START = "{\"Detach\":false,\"Tty\":false}";
    private static final String ID = "\"Id\":\"";
    private static final int ID_LENGTH = 64;

    FloorPeer(Target target, Path socket) {
        super(target, socket);
    }

    @Override
    public Work ping() {
        byte[] request = Requests.plain("GET", "/_ping");
        return Work.blocking(() -> client.call(request, OK));
    }

    @Override
    public Work inspect(String container) {
        byte[] request = Requests.plain("GET", container(container) + "/json");
        return Work.blocking(() -> client.call(request, OK));
    }

    @Override
    public Work sandbox(Recipe recipe) {
        String config = recipe.toJson();
        return Work.blocking(() -> {
            String name = BenchContainer.newName();
            String container = container(name);
            client.call(Requests.post(prefix + "/containers/create?name=" + name, config), CREATED);
            client.call(Requests.plain("POST", container + "/start"), NO_CONTENT);
            Outcomes.requireBytes(Recipe.PRINTED, run(container, Recipe.COMMAND, Duration.ZERO));
            client.call(Requests.plain("DELETE", container + "?force=true"), NO_CONTENT);
        });
    }

    @Override
    public Work output(String container, long bytes, Duration pause) {
        List<String> command = Recipe.printing(bytes);
        return Work.blocking(() -> Outcomes.requireRead(bytes, run(container(container), command, pause), pause));
    }

    /** Returns how many bytes it printed; the exit code is asked for, and not looked at. */
    private long run(String container, List<String> command, Duration pause) throws IOException, InterruptedException {
        String created = client.fetch(Requests.post(container + "/exec", Recipe.commandJson(command)));
        int begin = created.indexOf(ID) + ID.length();
        String exec = prefix + "/exec/" + created.substring(begin, begin + ID_LENGTH);
        long sum;
        try (FloorStream stream = client.stream(Requests.upgrade(exec + "/start", START))) {
            sum = pause.isZero() ? stream.readAll() : readSlowly(stream, pause);
        }
        client.call(Requests.plain("GET", exec + "/json"), OK);
        return sum;
    }

    private static long readSlowly(FloorStream stream, Duration pause) throws IOException, InterruptedException {
        long sum = 0;
        for (int part = stream.read(); part != FloorStream.END; part = stream.read()) {
            sum += part;
            Thread.sleep(pause.toMillis());
        }
        return sum;
    }
}
