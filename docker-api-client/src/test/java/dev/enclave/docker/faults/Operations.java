package dev.enclave.docker.faults;

import static dev.enclave.docker.faults.Operation.Shape.BYTES;
import static dev.enclave.docker.faults.Operation.Shape.COMMAND;
import static dev.enclave.docker.faults.Operation.Shape.HIJACKED;
import static dev.enclave.docker.faults.Operation.Shape.JSON;
import static dev.enclave.docker.faults.Operation.Shape.JSON_STREAM;
import static dev.enclave.docker.faults.Operation.once;
import static dev.enclave.docker.faults.Operation.stable;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.containers.AttachOptions;
import dev.enclave.docker.containers.ListContainersOptions;
import dev.enclave.docker.containers.LogOptions;
import dev.enclave.docker.containers.RemoveOptions;
import dev.enclave.docker.containers.WaitCondition;
import dev.enclave.docker.exec.ExecConfig;
import dev.enclave.docker.exec.Execs;
import dev.enclave.docker.images.BuildOptions;
import dev.enclave.docker.images.ImageReference;
import dev.enclave.docker.images.RegistryAuth;
import dev.enclave.docker.networks.ListNetworksOptions;
import dev.enclave.docker.networks.NetworkConfig;
import dev.enclave.docker.stream.DuplexStream;
import dev.enclave.docker.system.EventOptions;
import dev.enclave.docker.volumes.ListVolumesOptions;
import dev.enclave.docker.volumes.VolumeConfig;
import dev.enclave.testing.TestContainers;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.TestImages;
import dev.enclave.testing.TestRun;
import dev.enclave.testing.TinyTar;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The operations that are tried: all that the client has, on a few prepared containers. {@link OperationsTests} misses those that are not here. */
final class Operations {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final byte[] CONTENT = content();

    private final TestContainers containers;
    private final Path directory;
    private final String idle;
    private final String ended;
    private final Instant begin = Instant.now().minusSeconds(1);

    /**
     * Starts the containers.
     *
     * @param containers removes them again
     * @param directory an empty one, for files
     */
    Operations(TestContainers containers, Path directory) {
        this.containers = containers;
        this.directory = directory;
        // Its terminal can be given a size.
        this.idle = containers.start(
                TestContainers.config("tail", "-f", "/dev/null").tty(true));
        this.ended = containers.start(TestContainers.config(
                "sh", "-c", "echo out; echo err >&2; seq 300; head -c 200000 /dev/zero; touch /changed; exit 3"));
        DockerClient client = TestEngine.client();
        client.containers().waitFor(ended, WaitCondition.NOT_RUNNING).block(PATIENCE);
    }

    /** More than the buffers of a socket hold. */
    private static byte[] content() {
        byte[] random = new byte[600_000];
        new Random(4).nextBytes(random);
        return random;
    }

    List<Operation> all() {
        ContainerChanges changes = new ContainerChanges(containers, idle, directory);
        List<Operation> ofObjects = new ObjectChanges(containers).all();
        return Flux.just(
                        system(),
                        containers(),
                        streams(),
                        execs(),
                        archives(),
                        images(),
                        others(),
                        changes.all(),
                        ofObjects)
                .flatMapIterable(group -> group)
                .collectList()
                .block();
    }

    private List<Operation> system() {
        EventOptions past = EventOptions.ALL.between(begin, Instant.now());
        return List.of(
                stable("ping", COMMAND, client -> client.system().ping()),
                stable("version", JSON, client -> client.system().version()),
                once("info", JSON, client -> client.system().info()),
                once("disk usage", JSON, client -> client.system().diskUsage()),
                once(
                        "credentials for nowhere",
                        JSON,
                        client -> client.system().checkAuth(new RegistryAuth("u", "p", "127.0.0.1:1"))),
                stable(
                        "events",
                        JSON_STREAM,
                        client -> client.system().events(past.withFilter("container", idle, ended))));
    }

    private List<Operation> containers() {
        ListContainersOptions ours = ListContainersOptions.ALL.withFilter("name", idle);
        return List.of(
                stable("inspect", JSON, client -> client.containers().inspect(ended)),
                once("inspect with size", JSON, client -> client.containers().inspectWithSize(ended)),
                stable("inspect nothing", JSON, client -> client.containers().inspect("no-such-container")),
                once("list", JSON, client -> client.containers().list(ours)),
                stable("start", COMMAND, client -> client.containers().start(idle)),
                stable("stop", COMMAND, client -> client.containers().stop(ended, null)),
                stable("kill", COMMAND, client -> client.containers().kill(ended, "KILL")),
                stable(
                        "top",
                        JSON,
                        client -> client.containers().top(idle, "-o pid,args").map(top -> top.titles())),
                stable("changes", JSON, client -> client.containers().changes(ended)),
                once("stats now", JSON, client -> client.containers().statsNow(idle)),
                once("stats once", JSON, client -> client.containers().statsOnce(idle)),
                once(
                        "stats",
                        JSON_STREAM,
                        client -> client.containers().stats(idle).take(1)),
                stable("wait", JSON_STREAM, client -> client.containers().waitFor(ended, WaitCondition.NOT_RUNNING)),
                stable(
                        "armed wait",
                        JSON_STREAM,
                        client -> client.containers()
                                .armWait(ended, WaitCondition.NOT_RUNNING)
                                .flatMap(exit -> exit)),
                once("create and remove", JSON, this::createAndRemove));
    }

    private Mono<String> createAndRemove(DockerClient client) {
        return client.containers()
                .create(containers.name(), TestContainers.config("true").build())
                .flatMap(created -> client.containers()
                        .remove(created.id(), RemoveOptions.FORCE)
                        .thenReturn(created.id()));
    }

    private List<Operation> streams() {
        return List.of(
                stable(
                        "logs",
                        BYTES,
                        client -> Operation.joined(client.containers().logs(ended, LogOptions.DEFAULTS))),
                stable(
                        "logs followed",
                        BYTES,
                        client -> Operation.joined(client.containers().logs(ended, LogOptions.DEFAULTS.following()))),
                once("attach", HIJACKED, this::attach));
    }

    private Mono<?> attach(DockerClient client) {
        String name = containers.name();
        return client.containers()
                .create(
                        name,
                        TestContainers.config("cat")
                                .openStdin(true)
                                .stdinOnce(true)
                                .build())
                .flatMap(created -> client.containers()
                        .attach(created.id(), AttachOptions.ALL)
                        .flatMap(stream -> client.containers()
                                .start(created.id())
                                .then(throughIt(stream))
                                .doFinally(end -> stream.dispose()))
                        .flatMap(output -> client.containers()
                                .remove(created.id(), RemoveOptions.FORCE)
                                .thenReturn(output)));
    }

    private static Mono<?> throughIt(DuplexStream stream) {
        Mono<Void> input = stream.write(Mono.just(CONTENT)).then(stream.endInput());
        return Mono.zip(Operation.joined(stream.output()), input.thenReturn(true))
                .map(both -> both.getT1());
    }

    private List<Operation> execs() {
        ExecConfig printing = Execs.config(
                        "sh", "-c", "echo out; echo err >&2; seq 300; head -c 200000 /dev/zero; exit 7")
                .build();
        ExecConfig copying = Execs.config("cat").attachStdin(true).build();
        ExecConfig terminal = Execs.config("echo", "hello").tty(true).build();
        ExecConfig sized = Execs.config("sleep", "1").tty(true).build();
        return List.of(
                stable("exec", HIJACKED, client -> exec(client, printing, false)),
                stable("exec with a terminal", HIJACKED, client -> exec(client, terminal, true)),
                once("exec that is resized", HIJACKED, client -> resized(client, sized)),
                once("detached exec", JSON, this::detached),
                stable(
                        "exec with input",
                        HIJACKED,
                        client -> client.execs()
                                .create(idle, copying)
                                .flatMap(exec -> client.execs()
                                        .start(exec, false)
                                        .flatMap(stream -> throughIt(stream).doFinally(end -> stream.dispose())))));
    }

    private Mono<?> exec(DockerClient client, ExecConfig config, boolean tty) {
        return client.execs()
                .create(idle, config)
                .flatMap(exec -> client.execs()
                        .start(exec, tty)
                        .flatMap(stream -> Operation.joined(stream.output()))
                        .flatMap(output ->
                                client.execs().exitCode(exec, PATIENCE).thenReturn(output)));
    }

    private Mono<?> resized(DockerClient client, ExecConfig config) {
        return client.execs()
                .create(idle, config)
                .flatMap(exec -> client.execs()
                        .start(exec, true)
                        .flatMap(stream -> client.execs()
                                .resize(exec, 33, 111)
                                .then(Operation.joined(stream.output()))
                                .doFinally(end -> stream.dispose())));
    }

    private Mono<?> detached(DockerClient client) {
        return client.execs()
                .create(idle, Execs.config("true").build())
                .flatMap(exec -> client.execs()
                        .startDetached(exec)
                        .then(client.execs().exitCode(exec, PATIENCE))
                        .then(client.execs().inspect(exec)));
    }

    private List<Operation> archives() {
        byte[] tar = new TinyTar().file("content", CONTENT).bytes();
        return List.of(
                stable("stat path", COMMAND, client -> client.containers().statPath(idle, "/bin/busybox")),
                stable(
                        "get archive",
                        BYTES,
                        client -> Operation.joinedBytes(client.containers().getArchive(idle, "/bin/busybox"))),
                stable(
                        "put archive",
                        COMMAND,
                        client -> client.containers().putArchive(idle, "/tmp", Flux.just(tar, new byte[1024]))),
                stable(
                        "put archive nowhere",
                        COMMAND,
                        client -> client.containers().putArchive(idle, "/no/such/place", Mono.just(tar))));
    }

    private List<Operation> images() {
        ImageReference built = ImageReference.of(TestRun.name("built") + ":1");
        ImageReference imported = ImageReference.of(TestRun.name("imported") + ":1");
        byte[] context = new TinyTar()
                .file("Dockerfile", "FROM " + TestImages.BUSYBOX + "\nLABEL a=b\nENV c=d\n")
                .bytes();
        byte[] files = new TinyTar().file("file", "content").bytes();
        return List.of(
                once("images", JSON, client -> client.images().list()),
                once("inspect image", JSON, client -> client.images().inspect(TestImages.BUSYBOX)),
                once("pull if missing", JSON, client -> client.images().pullIfMissing(TestImages.BUSYBOX)),
                once("history", JSON, client -> client.images().history(TestImages.BUSYBOX)),
                once(
                        "pull from nowhere",
                        JSON_STREAM,
                        client -> client.images()
                                .pull(ImageReference.of("127.0.0.1:1/nothing:1"), RegistryAuth.ANONYMOUS)),
                once(
                        "build",
                        JSON_STREAM,
                        client -> client.images()
                                .build(BuildOptions.of(built), Mono.just(context))
                                .collectList()
                                .flatMap(steps -> client.images()
                                        .remove(built.toString(), true)
                                        .thenReturn(steps))),
                once(
                        "import",
                        JSON,
                        client -> client.images()
                                .importFileSystem(imported, Mono.just(files))
                                .flatMap(id -> client.images().remove(id, true).thenReturn(id))),
                once("load nonsense", JSON, client -> client.images().load(Mono.just(files))));
    }

    private List<Operation> others() {
        String volume = TestRun.name("volume");
        String network = TestRun.name("network");
        VolumeConfig config = new VolumeConfig(volume, null, null, TestRun.labels());
        return List.of(
                once(
                        "volume",
                        JSON,
                        client -> client.volumes()
                                .create(config)
                                .then(client.volumes().inspect(volume))
                                .flatMap(made ->
                                        client.volumes().remove(volume, true).thenReturn(made))),
                once("volumes", JSON, client -> client.volumes().list(ListVolumesOptions.ALL)),
                once(
                        "network",
                        JSON,
                        client -> client.networks()
                                .create(NetworkConfig.builder(network)
                                        .labels(TestRun.labels())
                                        .build())
                                .then(client.networks().inspect(network))
                                .flatMap(made ->
                                        client.networks().remove(network).thenReturn(made))),
                once("networks", JSON, client -> client.networks().list(ListNetworksOptions.ALL)));
    }
}
