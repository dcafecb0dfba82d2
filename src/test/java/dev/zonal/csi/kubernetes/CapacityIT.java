package dev.zonal.csi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@OnKubernetes("capacity")
@Isolated("it fills every pool")
@Order(1)
final class CapacityIT {
    private static final int CLAIMS = 20;

    /** Until images are measured a little less is offered than there is; what other stories left may just have been. */
    private static final long NOT_MEASURED_YET = 64L << 20;

    private static final long CLAIM_BYTES = 6L << 30;

    @Test
    void capacityObjectsFollowWhatIsMadeAndDeleted(Story story) {
        story.apply("01-too-large.yaml");
        Capacities capacities = new Capacities(story.client(), story.cluster());
        long before = capacities.awaitSettled("n1");

        story.timed("capacity: claim and pod made until the object says so", () -> {
            story.apply(Specs.claim("some", "5Gi"), Specs.on("n1", Specs.pod("some", "some")));
            capacities.awaitAtMost("n1", before - (5L << 30) + NOT_MEASURED_YET);
        });

        story.pod("some").awaitReady().delete();
        story.timed("capacity: claim deleted until the object says so", () -> {
            story.claim("some").beginDeletion();
            capacities.awaitAtLeast("n1", before);
        });
    }

    @Test
    void aPodThatFitsNowhereWaitsForThatReason(Story story) {
        story.apply("01-too-large.yaml");

        assertThat(story.pod("too-large").awaitEvent("available"))
                .contains("3 node(s) did not have enough free storage");

        assertThat(story.pod("too-large").isWaitingForANode()).isTrue();
        assertThat(story.claim("too-large").isBound()).isFalse();
    }

    @Test
    void aFullNodeMakesTheSchedulerChooseAnother(Story story) {
        story.apply("01-too-large.yaml");
        Capacities capacities = new Capacities(story.client(), story.cluster());
        long most = capacities.awaitSettled("n1") >> 30;
        story.apply(Specs.claim("filler", most + "Gi"), Specs.on("n1", Specs.pod("filler", "filler")));
        story.pod("filler").awaitReady();
        capacities.awaitAtMost("n1", 1L << 30);

        story.apply(Specs.claim("next", "2Gi"), Specs.preferring("n1", Specs.pod("next", "next")));

        assertThat(story.pod("next").awaitReady().node()).isNotEqualTo("n1");
    }

    @Test
    void ofTwentyClaimsForLessRoomAsManyAreBoundAsFitAndTheRestAsOthersGo(Story story) {
        story.apply("01-too-large.yaml");
        Capacities capacities = new Capacities(story.client(), story.cluster());
        long fitting = story.cluster().nodes().stream()
                .mapToLong(node -> capacities.awaitSettled(node) / CLAIM_BYTES)
                .sum();

        story.apply("02-race.yaml");

        awaitBound(story, fitting);
        // From here on nobody makes anew what is deleted.
        story.client()
                .apps()
                .statefulSets()
                .inNamespace(story.namespace())
                .withName("race")
                .withPropagationPolicy(DeletionPropagation.ORPHAN)
                .delete();
        for (long left = CLAIMS - fitting; left > 0; left -= fitting) {
            deleteBound(story);
            awaitBound(story, Math.min(left, fitting));
        }
    }

    /** So many, and no more while everybody has had a chance: the others have been refused for want of room. */
    private static void awaitBound(Story story, long count) {
        Patience.USUAL.until(count + " claims to be bound", () -> bound(story).size() == count, story::events);
        waiting(story)
                .forEach(name ->
                        story.pod(name.substring("data-".length())).awaitEvent("did not have enough free storage"));
        assertThat(bound(story)).hasSize((int) count);
        bound(story).forEach(name -> story.pod(name.substring("data-".length())).awaitReady());
    }

    private static void deleteBound(Story story) {
        List<String> bound = bound(story);
        bound.forEach(name -> story.pod(name.substring("data-".length())).beginDeletion());
        bound.forEach(name -> story.claim(name).beginDeletion());
        bound.forEach(name -> story.claim(name).awaitGone());
    }

    private static List<String> bound(Story story) {
        return claims().filter(name -> story.claim(name).isBound()).toList();
    }

    private static List<String> waiting(Story story) {
        return claims().filter(name -> story.claim(name).get().isPresent())
                .filter(name -> !story.claim(name).isBound())
                .toList();
    }

    private static Stream<String> claims() {
        return IntStream.range(0, CLAIMS).mapToObj(i -> "data-race-" + i);
    }
}
