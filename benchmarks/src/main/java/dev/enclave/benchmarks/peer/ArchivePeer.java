package dev.enclave.benchmarks.peer;

import dev.enclave.benchmarks.measure.Work;
import java.nio.file.Path;

/** A peer that moves files, by the engine's archive calls. */
public interface ArchivePeer extends Peer {

    /**
     * Uploads what is in a directory into the root of a container, which need not run.
     *
     * @param container its name
     * @param directory the directory
     * @param tar an archive of the same, for who cannot make one
     * @return the work
     */
    Work upload(String container, Path directory, Path tar);

    /**
     * Downloads a directory as an archive, and reads that to its end.
     *
     * @param container the container's name
     * @param path the directory
     * @param least how many bytes that are at least
     * @return the work
     */
    Work download(String container, String path, long least);
}
