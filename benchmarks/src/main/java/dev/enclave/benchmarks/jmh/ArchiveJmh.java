package dev.enclave.benchmarks.jmh;

import dev.enclave.docker.archive.DirectoryArchive;
import dev.enclave.docker.archive.PackOptions;
import dev.enclave.docker.archive.UnpackOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;
import reactor.core.publisher.Flux;

/** Directories as tar archives: packing from files to bytes, unpacking from bytes to files. An operation is a KiB of the files. */
@State(Scope.Thread)
public class ArchiveJmh {

    /** How many files the 16 MiB are. */
    @Param({"1", "4096"})
    public int files;

    private Path source = Path.of("");
    private Path into = Path.of("");
    private List<byte[]> archive = List.of();

    /**
     * Makes the files and their archive.
     *
     * @throws IOException when there is no room
     */
    @Setup
    public void create() throws IOException {
        source = Files16Mebibytes.create(files);
        archive = DirectoryArchive.pack(source, PackOptions.DEFAULTS)
                .collectList()
                .blockOptional()
                .orElseThrow();
    }

    /**
     * Makes a new place to unpack into.
     *
     * @throws IOException when there is no room
     */
    @Setup(Level.Invocation)
    public void makePlace() throws IOException {
        into = Files.createTempDirectory("enclave-jmh");
    }

    /**
     * Packs.
     *
     * @param blackhole takes the archive
     */
    @Benchmark
    @OperationsPerInvocation(Files16Mebibytes.KIBIBYTES)
    public void pack(Blackhole blackhole) {
        DirectoryArchive.pack(source, PackOptions.DEFAULTS)
                .doOnNext(blackhole::consume)
                .blockLast();
    }

    /**
     * Unpacks.
     *
     * @param blackhole takes what was unpacked
     */
    @Benchmark
    @OperationsPerInvocation(Files16Mebibytes.KIBIBYTES)
    public void unpack(Blackhole blackhole) {
        blackhole.consume(DirectoryArchive.unpack(Flux.fromIterable(archive), into, UnpackOptions.DEFAULTS)
                .block());
    }

    /**
     * Removes what was unpacked.
     *
     * @throws IOException when that fails
     */
    @TearDown(Level.Invocation)
    public void clearPlace() throws IOException {
        Files16Mebibytes.delete(into);
    }

    /**
     * Removes the files.
     *
     * @throws IOException when that fails
     */
    @TearDown
    public void remove() throws IOException {
        Files16Mebibytes.delete(source);
    }
}
