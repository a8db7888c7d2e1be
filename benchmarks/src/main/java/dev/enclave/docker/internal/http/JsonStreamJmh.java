package dev.enclave.docker.internal.http;

import dev.enclave.benchmarks.jmh.Reads;
import dev.enclave.docker.images.PullProgress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import reactor.core.publisher.Flux;

/** The progress of a pull, from bytes to records: some 6,000 lines. An operation is a KiB of the stream. */
@State(Scope.Thread)
public class JsonStreamJmh {

    private static final int STREAM = 1 << 20;
    private static final int KIBIBYTES = STREAM >> 10;
    private static final String LINE =
            "{\"status\":\"Downloading\",\"progressDetail\":{\"current\":1376256,\"total\":27092161},"
                    + "\"progress\":\"[==>                                                ]  1.376MB/27.09MB\",\"id\":\"a2abf6c4d29d\"}\r\n";

    private final ApiRequest request = ApiRequest.post("/images/create");
    private final List<byte[]> reads = Reads.of(stream());

    /** As many whole lines as there is room for, and line breaks. */
    private static byte[] stream() {
        String lines = LINE.repeat(STREAM / LINE.length());
        return (lines + "\n".repeat(STREAM - lines.length())).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Binds the stream.
     *
     * @param blackhole takes the records
     */
    @Benchmark
    @OperationsPerInvocation(KIBIBYTES)
    public void bind(Blackhole blackhole) {
        JsonAnswers.bindObjects(request, Flux.fromIterable(reads), PullProgress.class)
                .doOnNext(blackhole::consume)
                .blockLast();
    }
}
