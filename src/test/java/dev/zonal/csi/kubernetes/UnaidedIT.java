package dev.zonal.csi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many copies side by side, whose pods would rather run on a node without the data, and have no advice where it is. */
@OnKubernetes
final class UnaidedIT {
    private static final int COPIES = Integer.getInteger("restore.copies", 20);
    private static final int PAIRS = Integer.getInteger("restore.pairs", 10);
    private static final String SIZE = "64Mi";
    private static final Patience HALF_A_MINUTE = new Patience(Duration.ofSeconds(30));

    /** @return the node that has the source and the snapshot */
    private static String cut(Story story) {
        story.apply(Specs.claim("source", SIZE), Specs.pod("source", "source"));
        story.pod("source").awaitReady().run("echo original >/data/file; sync");
        story.apply(Specs.snapshot("cut", "source"));
        story.snapshot("cut").awaitReady();
        return story.pod("source").node();
    }

    private static void comeUp(Story story, String right, String what, Function<String, PersistentVolumeClaim> copy) {
        List<String> names =
                IntStream.range(0, COPIES).mapToObj(i -> what + "-" + i).toList();
        String wrong = story.cluster().another(right);
        story.timed(COPIES + " of them side by side, " + what + ": claims to pods Ready", () -> {
            names.forEach(name -> story.apply(copy.apply(name), Specs.preferring(wrong, Specs.pod(name, name))));
            assertThat(names.stream().filter(name -> !story.pod(name).isReadyWithin(HALF_A_MINUTE)))
                    .as("not Ready within half a minute: " + story.events())
                    .isEmpty();
        });
        names.forEach(name -> {
            story.pod(name).awaitOutput("cat /data/file", "original");
            assertThat(story.pod(name).node()).isEqualTo(right);
        });
    }

    @Test
    void restoresComeUp(Story story) {
        comeUp(story, cut(story), "restores", name -> Specs.restore(name, SIZE, "cut"));
    }

    @Test
    void clonesComeUp(Story story) {
        comeUp(story, cut(story), "clones", name -> Specs.clone(name, SIZE, "source"));
    }

    /** Nobody waits for a pod: the volumes are there before, and the pods go where they are. */
    @Test
    void restoresOfImmediateBindingComeUp(Story story) {
        String right = cut(story);
        String atOnce = "zonal-example-unaided-at-once";
        story.apply(new StorageClassBuilder()
                .withNewMetadata()
                .withName(atOnce)
                .endMetadata()
                .withProvisioner(Drivers.NAME)
                .withVolumeBindingMode("Immediate")
                .build());

        comeUp(story, right, "at-once", name -> Specs.ofClass(atOnce, Specs.restore(name, SIZE, "cut")));
    }

    @Test
    void aRestoredAndAFreshVolumeOfOnePodAreMadeTogether(Story story) {
        String right = cut(story);
        String wrong = story.cluster().another(right);

        for (int i = 0; i < PAIRS; i++) {
            story.apply(
                    Specs.restore("restored-" + i, SIZE, "cut"),
                    Specs.claim("fresh-" + i, SIZE),
                    Specs.preferring(wrong, Specs.pod("both-" + i, "restored-" + i, "fresh-" + i)));
        }

        for (int i = 0; i < PAIRS; i++) {
            story.pod("both-" + i).awaitOutput("cat /data/file", "original");
            assertThat(story.pod("both-" + i).node()).isEqualTo(right);
        }
    }
}
