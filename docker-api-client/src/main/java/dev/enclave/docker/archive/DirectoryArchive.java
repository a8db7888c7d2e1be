package dev.enclave.docker.archive;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Directories as tar archives, for whatever sends or receives one: {@code containers().putArchive} and {@code getArchive},
 * {@code containers().export}, {@code images().importFileSystem} and {@code images().build}.
 */
public final class DirectoryArchive {

    /** How many pieces of an archive may wait for the disk. */
    private static final int WAITING = 4;

    private DirectoryArchive() {}

    /**
     * Packs what is in a directory, in POSIX's tar format, uncompressed.
     *
     * <p>Kept are: names of any length and in any language, contents of any size, modes, the times of the last changes in whole seconds,
     * symbolic links as such, and hard links (of 10,000 files at most; others are packed again). Owners are
     * as {@link PackOptions#owner()} says, and only with {@link PackOptions#keepingOwners()} the bits that make a program run as its owner are kept.
     * Sockets, named pipes and devices are left out, and so are extended attributes. A sparse file is packed in its full length, its holes
     * as zeros. No symbolic link is followed, except by the path of the directory itself. The order of the entries is that of the file system, so
     * that directories of any size take no memory.
     *
     * @param directory the directory
     * @param options how
     * @return the archive's bytes, in pieces of 64 KiB. Nothing is opened before subscription; files are read on
     *     {@link Schedulers#boundedElastic()}, as demanded, and one piece is held. Cancelling closes what is open. Signals
     *     {@link dev.enclave.docker.ArchiveException} when something cannot be read, when a file becomes longer, shorter, or vanishes
     *     while it is read, when one whose owner is kept is replaced meanwhile, and when directories are more than 256 deep
     */
    public static Flux<byte[]> pack(Path directory, PackOptions options) {
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(options, "options");
        return Flux.defer(() -> {
                    AtomicBoolean abandoned = new AtomicBoolean();
                    return Flux.generate(
                                    () -> DirectoryPacker.open(directory, options, abandoned),
                                    DirectoryPacker::next,
                                    DirectoryPacker::close)
                            .cancelOn(Schedulers.boundedElastic())
                            .subscribeOn(Schedulers.boundedElastic())
                            .doOnCancel(() -> abandoned.set(true));
                })
                .checkpoint("Archive: pack directory");
    }

    /**
     * Unpacks an archive, without trusting it, into a directory, which is made if it is missing.
     *
     * <p>Nothing outside of the directory is written, linked or changed, whatever the archive says: names that are absolute or contain
     * {@code ..} are errors; symbolic links are made only as {@link UnpackOptions#links()} says, and never followed, neither those of the archive
     * nor those that were there before; hard links lead to files in the directory only; devices and named pipes are left out.
     * That holds also when somebody else changes the directory meanwhile, except that he might make an empty directory or a link appear
     * elsewhere (on Linux; on file systems without {@link java.nio.file.SecureDirectoryStream} it holds when nobody does).
     *
     * <p>Everything belongs to this process's user. Permissions are the archive's, without the bits that make a program run as its owner, and with directories
     * always open to their owner. Times are kept, of symbolic links they are not. Runs of zeros become holes in files. Extended
     * attributes are not kept. Archives must be uncompressed and have no sparse entries, as engines write them.
     *
     * @param tar the archive's bytes
     * @param directory the directory
     * @param options what may be replaced and linked, and how much there may be
     * @return what was unpacked, when all of it has been. Nothing happens before subscription; files are written on
     *     {@link Schedulers#boundedElastic()}, and a few of the archive's pieces are held. Signals
     *     {@link dev.enclave.docker.ArchiveException} when the archive is unsafe, malformed, or larger than the limits, and when something
     *     is there already or cannot be written. After an error or a cancellation, which cancels the archive, what had been
     *     unpacked is still there, except for the file that was under way
     */
    public static Mono<Unpacked> unpack(Publisher<byte[]> tar, Path directory, UnpackOptions options) {
        Objects.requireNonNull(tar, "tar");
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(options, "options");
        return Mono.defer(() -> {
                    DirectoryUnpacker unpacker = new DirectoryUnpacker(directory, options);
                    return Mono.usingWhen(
                                    Mono.just(unpacker), opened -> unpackBy(opened, tar), DirectoryArchive::closeLater)
                            .doOnCancel(unpacker::abandon);
                })
                .checkpoint("Archive: unpack into directory");
    }

    private static Mono<Unpacked> unpackBy(DirectoryUnpacker unpacker, Publisher<byte[]> tar) {
        return Flux.from(tar)
                .publishOn(Schedulers.boundedElastic(), WAITING)
                .doOnNext(unpacker::unpack)
                .then(Mono.fromCallable(unpacker::finish));
    }

    private static Mono<Void> closeLater(DirectoryUnpacker unpacker) {
        return Mono.<Void>fromRunnable(unpacker::close).subscribeOn(Schedulers.boundedElastic());
    }
}
