package dev.enclave.testing;

import dev.enclave.docker.NotFoundException;
import dev.enclave.docker.images.ImageInspection;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The images that tests use. {@code ./enclave test} provides them. */
public final class TestImages {

    /** A file system of BusyBox, under 2 MB. */
    public static final String BUSYBOX = "busybox:latest";

    /** Python 3.11 on Debian. */
    public static final String PYTHON = "python:3.11-slim";

    private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

    private TestImages() {}

    /** Returns the image's name after making sure that the engine has it; fails with advice when it has not. */
    public static String require(String image) {
        if (!SEEN.contains(image)) {
            look(image);
            SEEN.add(image);
        }
        return image;
    }

    /** Returns names of images without Docker Hub's, which Podman puts before short ones. */
    public static List<String> shortNames(List<String> names) {
        return names.stream()
                .map(name -> name.replaceFirst("^docker.io/library/", ""))
                .toList();
    }

    /** Returns the platform that the engine has an image for, as {@code os/architecture}. */
    public static String platformOf(String image) {
        ImageInspection inspection = TestEngine.client().images().inspect(image).block(Duration.ofSeconds(10));
        return inspection.os() + "/" + inspection.architecture();
    }

    private static void look(String image) {
        try {
            TestEngine.client().images().inspect(image).block(Duration.ofSeconds(10));
        } catch (NotFoundException e) {
            throw new AssertionError(
                    "The image " + image + " is not on the engine; './enclave test' provides it, 'docker pull " + image
                            + "' does too",
                    e);
        }
    }
}
