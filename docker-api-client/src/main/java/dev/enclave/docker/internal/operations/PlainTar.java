package dev.enclave.docker.internal.operations;

import java.util.List;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

/**
 * Refuses compressed archives before they reach a daemon, which would run the container's own decompressor as root on its host
 * (CVE-2026-41567).
 */
final class PlainTar {

    /** First bytes of gzip, bzip2, xz and zstd. */
    private static final List<byte[]> COMPRESSED = List.of(
            new byte[] {0x1f, (byte) 0x8b},
            new byte[] {'B', 'Z', 'h'},
            new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z'},
            new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd});

    private static final int LONGEST_MAGIC = 5;

    private PlainTar() {}

    /** The same bytes, or an error when they begin like a compressed archive. Chunks shorter than the longest beginning are joined. */
    static Flux<byte[]> requirePlain(Publisher<byte[]> archive) {
        return Flux.defer(() -> {
            HeadCheck check = new HeadCheck();
            return Flux.from(archive).<byte[]>handle(check::next).concatWith(Flux.defer(check::rest));
        });
    }

    /** Sends an archive by the given function, which is not called, so that nothing leaves, when the archive is compressed. */
    static <R> Mono<R> sendIfPlain(Publisher<byte[]> archive, Function<Flux<byte[]>, Mono<R>> send) {
        return requirePlain(archive)
                .<R>switchOnFirst((first, plain) -> {
                    Throwable refused = first.getThrowable();
                    return refused == null ? send.apply(plain) : Mono.error(refused);
                })
                .singleOrEmpty();
    }

    private static final class HeadCheck {
        private byte[] head = {};
        private boolean passed;

        void next(byte[] chunk, SynchronousSink<byte[]> sink) {
            if (passed) {
                sink.next(chunk);
                return;
            }
            head = join(head, chunk);
            if (head.length >= LONGEST_MAGIC) {
                passed = true;
                sink.next(checked());
            }
        }

        Flux<byte[]> rest() {
            return passed || head.length == 0 ? Flux.empty() : Flux.just(checked());
        }

        private byte[] checked() {
            for (byte[] magic : COMPRESSED) {
                if (startsWith(head, magic)) {
                    throw new IllegalArgumentException(
                            "the archive is compressed; archives sent to an engine must be plain tar (CVE-2026-41567)");
                }
            }
            return head;
        }
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] joined = new byte[first.length + second.length];
        System.arraycopy(first, 0, joined, 0, first.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    private static boolean startsWith(byte[] bytes, byte[] beginning) {
        if (bytes.length < beginning.length) {
            return false;
        }
        for (int i = 0; i < beginning.length; i++) {
            if (bytes[i] != beginning[i]) {
                return false;
            }
        }
        return true;
    }
}
