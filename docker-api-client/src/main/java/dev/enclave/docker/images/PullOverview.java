package dev.enclave.docker.images;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * How far a pull is, of each layer and in all: the sum of the {@linkplain PullProgress steps} so far. Bytes are those of the compressed
 * layers, as they are downloaded.
 *
 * @param layers the layers by id, in the order in which the engine first named them
 */
public record PullOverview(Map<String, Layer> layers) {

    private static final PullOverview NOTHING = new PullOverview(Map.of());

    /** Copies the layers. */
    public PullOverview {
        layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
    }

    /**
     * Sums up a pull while it goes on.
     *
     * @param steps what {@link ImageOperations#pull} emits
     * @return an overview after each step. Requests, cancelling and errors go through to the pull
     */
    public static Flux<PullOverview> of(Flux<PullProgress> steps) {
        Objects.requireNonNull(steps, "steps");
        return steps.scan(NOTHING, PullOverview::after).skip(1);
    }

    /** {@return how many bytes have been downloaded} */
    public long downloaded() {
        return layers.values().stream().mapToLong(Layer::downloaded).sum();
    }

    /** {@return how many bytes are to be downloaded in all; grows while the engine still gets to know the layers} */
    public long total() {
        return layers.values().stream().mapToLong(Layer::total).sum();
    }

    /** {@return how many layers are there already, downloaded and extracted} */
    public int layersDone() {
        return (int) layers.values().stream().filter(Layer::done).count();
    }

    private PullOverview after(PullProgress step) {
        Phase phase = Phase.of(step.status());
        String id = step.id();
        if (id == null || phase == null) {
            return this;
        }
        Map<String, Layer> changed = new LinkedHashMap<>(layers);
        changed.put(id, changed.getOrDefault(id, Layer.NEW).after(phase, step.progressDetail()));
        return new PullOverview(changed);
    }

    /**
     * How far a layer is.
     *
     * @param downloaded bytes downloaded; 0 of a layer that was there before
     * @param total bytes to download in all; 0 while not known
     * @param done whether it is downloaded and extracted
     */
    public record Layer(long downloaded, long total, boolean done) {

        private static final Layer NEW = new Layer(0, 0, false);

        private Layer after(Phase phase, PullProgress.@Nullable Detail detail) {
            return switch (phase) {
                case WAITING -> this;
                case DOWNLOADING -> downloading(detail);
                case DOWNLOADED -> new Layer(total, total, done);
                case DONE -> new Layer(total, total, true);
            };
        }

        private Layer downloading(PullProgress.@Nullable Detail detail) {
            if (detail == null || detail.current() == null) {
                return this;
            }
            long size = detail.total() == null || detail.total() < 0 ? total : detail.total();
            return new Layer(detail.current(), Math.max(size, detail.current()), done);
        }
    }

    private enum Phase {
        WAITING,
        DOWNLOADING,
        DOWNLOADED,
        DONE;

        /** The phase of a layer that the engine's words tell; null for words about something else. */
        static @Nullable Phase of(@Nullable String status) {
            if (status == null) {
                return null;
            }
            return switch (status) {
                case "Pulling fs layer", "Waiting" -> WAITING;
                case "Downloading" -> DOWNLOADING;
                case "Verifying Checksum", "Download complete", "Extracting" -> DOWNLOADED;
                case "Pull complete", "Already exists" -> DONE;
                default -> null;
            };
        }
    }
}
