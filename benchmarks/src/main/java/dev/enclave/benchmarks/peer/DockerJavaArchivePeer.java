package dev.enclave.benchmarks.peer;

import com.github.dockerjava.api.DockerClient;
import dev.enclave.benchmarks.measure.Work;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/** docker-java: packs into a file, then uploads that. */
final class DockerJavaArchivePeer extends DockerJavaBased implements ArchivePeer {

    DockerJavaArchivePeer(DockerClient client) {
        super(client);
    }

    @Override
    public Work upload(String container, Path directory, Path tar) {
        return Work.blocking(() -> client.copyArchiveToContainerCmd(container)
                .withHostResource(directory.toString())
                .withDirChildrenOnly(true)
                .withRemotePath("/")
                .exec());
    }

    @Override
    public Work download(String container, String path, long least) {
        return Work.blocking(() -> {
            try (InputStream archive =
                    client.copyArchiveFromContainerCmd(container, path).exec()) {
                Outcomes.requireAtLeast(least, archive.transferTo(OutputStream.nullOutputStream()));
            }
        });
    }
}
