package dev.enclave.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** An image made of tar archives, written into a {@link LocalRegistry} over the registry's own API, as no engine would need to have it first. */
public final class RegistryImage {

    private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
    private static final String CONFIG = "application/vnd.docker.container.image.v1+json";
    private static final String LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip";

    private final LocalRegistry registry;
    private final String repository;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> layers = new ArrayList<>();
    private final List<String> layerIds = new ArrayList<>();

    /** Starts an image without layers. */
    public RegistryImage(LocalRegistry registry, String repository) {
        this.registry = registry;
        this.repository = repository;
    }

    /** Adds a layer. */
    public RegistryImage layer(TinyTar files) {
        byte[] tar = files.bytes();
        byte[] compressed = gzip(tar);
        layerIds.add('"' + digest(tar) + '"');
        layers.add(putBlob(compressed, LAYER));
        return this;
    }

    /** Adds a layer that can be downloaded but is no archive. */
    public RegistryImage brokenLayer() {
        byte[] garbage = "this is no archive\n".repeat(1_000).getBytes(StandardCharsets.UTF_8);
        layerIds.add('"' + digest(garbage) + '"');
        layers.add(putBlob(garbage, LAYER));
        return this;
    }

    /** Writes the image's manifest and returns its digest. */
    public String push(String tag) {
        String config = """
                {"architecture":"%s","os":"linux","config":{"Env":["PATH=/bin"]},"rootfs":{"type":"layers","diff_ids":[%s]}}""".formatted(architecture(), String.join(",", layerIds));
        String manifest = """
                {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]}""".formatted(
                        MANIFEST, putBlob(config.getBytes(StandardCharsets.UTF_8), CONFIG), String.join(",", layers));
        send(request(uri("/manifests/" + tag))
                .header("Content-Type", MANIFEST)
                .PUT(HttpRequest.BodyPublishers.ofString(manifest)));
        return digest(manifest);
    }

    /** Returns the reference without a tag. */
    public String reference() {
        return registry.address() + "/" + repository;
    }

    private String putBlob(byte[] content, String type) {
        HttpResponse<String> started = send(request(uri("/blobs/uploads/")).POST(HttpRequest.BodyPublishers.noBody()));
        String location = started.headers().firstValue("Location").orElseThrow();
        URI target = URI.create(location + (location.contains("?") ? "&" : "?") + "digest=" + digest(content));
        send(request(target)
                .header("Content-Type", "application/octet-stream")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(content)));
        return descriptor(type, content.length, digest(content));
    }

    private static String descriptor(String type, int size, String digest) {
        return "{\"mediaType\":\"%s\",\"size\":%d,\"digest\":\"%s\"}".formatted(type, size, digest);
    }

    private URI uri(String path) {
        return URI.create("http://" + registry.address() + "/v2/" + repository + path);
    }

    private static HttpRequest.Builder request(URI target) {
        String credentials = LocalRegistry.USER + ":" + LocalRegistry.PASSWORD;
        return HttpRequest.newBuilder(target)
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new AssertionError(answer + ": " + answer.body());
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String architecture() {
        String arch = System.getProperty("os.arch");
        return arch.equals("aarch64") ? "arm64" : arch;
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String digest(String content) {
        return digest(content.getBytes(StandardCharsets.UTF_8));
    }

    private static String digest(byte[] content) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
