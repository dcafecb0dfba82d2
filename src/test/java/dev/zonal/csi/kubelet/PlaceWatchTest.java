package dev.zonal.csi.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.zonal.csi.RecordedLog;
import dev.zonal.csi.kubelet.NodeLabels.Away;
import dev.zonal.csi.kubelet.NodeLabels.Found;
import dev.zonal.csi.kubelet.NodeLabels.Refused;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PlaceWatchTest {
    private static final String ZONE = "topology.local.csi.zonal.dev/zone";
    private static final Map<String, String> KEYS = Map.of(ZONE, "zone");
    private static final Map<String, String> KEPT = Map.of(ZONE, "a");

    private final RecordedLog log = new RecordedLog(PlaceWatch.class);
    private NodeLabels.Answer answer = new Found(Map.of("zone", "a"));
    private final PlaceWatch watch = new PlaceWatch(new NodePlace(_ -> answer, "n1", KEYS), KEPT);

    @AfterEach
    void close() {
        watch.close();
        log.close();
    }

    @Test
    void labelsThatStayAreNoNews() {
        watch.look();

        assertThat(watch.differing()).isZero();
        assertThat(log.events()).isEmpty();
    }

    @Test
    void aLabelThatChangesIsSaidOnceWithBothValues() {
        answer = new Found(Map.of("zone", "b"));

        watch.look();
        watch.look();

        assertThat(watch.differing()).isEqualTo(1);
        assertThat(log.events()).singleElement().satisfies(line -> {
            assertThat(line.getMessage()).contains("have changed", "until it is restarted");
            assertThat(line.getKeyValuePairs().toString()).contains("n1", ZONE + "=b", ZONE + "=a");
        });
    }

    @Test
    void aLabelThatIsGoneDiffers() {
        answer = new Found(Map.of());

        watch.look();

        assertThat(watch.differing()).isEqualTo(1);
    }

    @Test
    void aLabelThatComesBackIsWellAgain() {
        answer = new Found(Map.of("zone", "b"));
        watch.look();
        answer = new Found(Map.of("zone", "a"));

        watch.look();

        assertThat(watch.differing()).isZero();
        assertThat(log.events())
                .extracting(ILoggingEvent::getMessage)
                .last()
                .asString()
                .contains("again");
    }

    @Test
    void whileNobodyAnswersTheLastAnswerCountsAndTheTroubleIsSaidOnce() {
        answer = new Found(Map.of("zone", "b"));
        watch.look();
        for (NodeLabels.Answer trouble : List.of(new Away("busy"), new Away("busy"), new Refused("forbidden"))) {
            answer = trouble;

            watch.look();
        }

        assertThat(watch.differing()).isEqualTo(1);
        assertThat(log.events())
                .extracting(line -> line.getKeyValuePairs().getLast().toString())
                .satisfiesExactly(
                        _ -> {},
                        away -> assertThat(away).contains("busy"),
                        refused -> assertThat(refused).contains("forbidden"));
    }

    @Test
    void itLooksByItself() throws Exception {
        CountDownLatch looks = new CountDownLatch(2);
        NodeLabels kubernetes = _ -> {
            looks.countDown();
            return new Found(KEPT);
        };

        try (PlaceWatch _ = PlaceWatch.start(new NodePlace(kubernetes, "n1", KEYS), KEPT, Duration.ofMillis(1))) {
            assertThat(looks.await(1, TimeUnit.MINUTES)).isTrue();
        }
    }
}
