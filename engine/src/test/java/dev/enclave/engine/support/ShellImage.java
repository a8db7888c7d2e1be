package dev.enclave.engine.support;

import dev.enclave.docker.containers.ContainerConfig;
import dev.enclave.docker.containers.ContainerOperations;
import dev.enclave.docker.containers.RemoveOptions;
import dev.enclave.testing.LocalRegistry;
import dev.enclave.testing.RegistryImage;
import dev.enclave.testing.TestEngine;
import dev.enclave.testing.TestImages;
import dev.enclave.testing.TestRun;
import dev.enclave.testing.TinyTar;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Flux;

/** Small images in which a sandbox can live, made of the shell of {@link TestImages#BUSYBOX}. */
public final class ShellImage {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> PROGRAMS = List.of("sh", "mkdir", "chown", "sleep", "touch", "cat", "ls");

    private ShellImage() {}

    /** Puts such an image into a registry; the engine does not have it then. Returns its reference. */
    public static String push(LocalRegistry registry) {
        RegistryImage image = new RegistryImage(registry, TestRun.name("shell")).layer(layer());
        image.push("1");
        return image.reference() + ":1";
    }

    /** Puts such an image on the engine, with what its configuration says. Returns its reference. */
    public static String load(String config) {
        String reference = TestRun.name("shell") + ":1";
        byte[] layer = layer().bytes();
        String image = """
                {"architecture":"amd64","os":"linux","config":%s,"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}""".formatted(config, digest(layer));
        String manifest = """
                [{"Config":"config.json","RepoTags":["%s"],"Layers":["layer.tar"]}]""".formatted(reference);
        byte[] archive = new TinyTar()
                .file("config.json", image)
                .file("layer.tar", layer)
                .file("manifest.json", manifest)
                .bytes();
        TestEngine.client().images().load(Flux.just(archive)).block(PATIENCE);
        return reference;
    }

    /** Removes an image from the engine. */
    public static void remove(String reference) {
        TestEngine.client().images().remove(reference, true).block(PATIENCE);
    }

    private static TinyTar layer() {
        TinyTar files = new TinyTar().directory("bin").file("bin/busybox", busybox());
        PROGRAMS.forEach(program -> files.link("bin/" + program, "busybox"));
        return files;
    }

    private static byte[] busybox() {
        ContainerOperations containers = TestEngine.client().containers();
        String container = TestRun.name("source");
        ContainerConfig config = ContainerConfig.builder(TestImages.require(TestImages.BUSYBOX))
                .cmd(List.of("sh"))
                .labels(TestRun.labels())
                .build();
        containers.create(container, config).block(PATIENCE);
        try {
            ByteArrayOutputStream tar = new ByteArrayOutputStream();
            containers
                    .getArchive(container, "/bin/busybox")
                    .doOnNext(tar::writeBytes)
                    .blockLast(PATIENCE);
            return Objects.requireNonNull(TinyTar.read(tar.toByteArray()).get("busybox"));
        } finally {
            containers.remove(container, RemoveOptions.FORCE).block(PATIENCE);
        }
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
