package dev.enclave.docker.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

class PullOverviewTests {

    private static final Duration SHORT = Duration.ofSeconds(5);

    private static PullProgress step(String id, String status) {
        return new PullProgress(id, status, null);
    }

    private static PullProgress downloading(String id, long current, @Nullable Long total) {
        return new PullProgress(id, "Downloading", new PullProgress.Detail(current, total));
    }

    private static PullOverview after(PullProgress... steps) {
        return PullOverview.of(Flux.just(steps)).blockLast(SHORT);
    }

    @Test
    void sumsUpTheLayers() {
        PullOverview overview = after(
                step("a", "Pulling fs layer"),
                step("b", "Pulling fs layer"),
                downloading("a", 10, 100L),
                downloading("b", 5, 50L),
                downloading("a", 30, 100L));

        assertThat(overview.layers())
                .containsExactly(
                        Map.entry("a", new PullOverview.Layer(30, 100, false)),
                        Map.entry("b", new PullOverview.Layer(5, 50, false)));
        assertThat(overview.downloaded()).isEqualTo(35);
        assertThat(overview.total()).isEqualTo(150);
        assertThat(overview.layersDone()).isZero();
    }

    @Test
    void countsALayerAsDownloadedBeforeItIsDone() {
        PullOverview complete = after(downloading("a", 99, 100L), step("a", "Download complete"));
        PullOverview done = after(
                downloading("a", 99, 100L),
                new PullProgress("a", "Extracting", new PullProgress.Detail(1L, 100L)),
                step("a", "Pull complete"));

        assertThat(complete.layers()).containsEntry("a", new PullOverview.Layer(100, 100, false));
        assertThat(done.layers()).containsEntry("a", new PullOverview.Layer(100, 100, true));
        assertThat(done.layersDone()).isEqualTo(1);
    }

    @Test
    void countsNoBytesOfALayerThatWasThere() {
        assertThat(after(step("a", "Already exists")).layers()).containsEntry("a", new PullOverview.Layer(0, 0, true));
    }

    @Test
    void takesTheTagAndTheImageForNoLayers() {
        PullOverview overview =
                after(step("1.0", "Pulling from app"), new PullProgress(null, "Digest: sha256:0", null));

        assertThat(overview.layers()).isEmpty();
    }

    @Test
    void knowsNoTotalSmallerThanWhatIsThere() {
        assertThat(after(downloading("a", 10, null)).total()).isEqualTo(10);
        assertThat(after(downloading("a", 10, -1L)).total()).isEqualTo(10);
    }

    @Test
    void comesAfterEachStepAndEndsAsThePullDoes() {
        PullOverview.of(Flux.just(step("a", "Waiting"), step("a", "Pull complete"))
                        .concatWith(Flux.error(new IllegalStateException("broken"))))
                .map(PullOverview::layersDone)
                .as(StepVerifier::create)
                .expectNextSequence(List.of(0, 1))
                .expectErrorMessage("broken")
                .verify(SHORT);
    }

    @Test
    void cancelsThePull() {
        TestPublisher<PullProgress> pull = TestPublisher.create();

        PullOverview.of(pull.flux())
                .as(StepVerifier::create)
                .then(() -> pull.next(step("a", "Waiting")))
                .expectNextCount(1)
                .thenCancel()
                .verify(SHORT);

        pull.assertCancelled();
    }
}
