package dev.zonal.csi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.model.VolumeId;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Two pools on each node, and the disk of one of them dies on one node: what docs/operations.md says of that. */
@OnKubernetes
@Isolated("it breaks a disk")
@Order(3)
final class DiskDiesIT {
    private static final String SECOND = "second";
    private static final String DISK = "/var/lib/zonal/second.img";
    private static final List<String> TWO_POOLS =
            List.of("pools[1].name=" + SECOND, "pools[1].path=" + DISK, "pools[1].size=4Gi", "pools[1].sparse=true");

    @Test
    void itsPodsEndTheOthersGoOnNewClaimsLandElsewhereAndAnotherDiskServesAgain(Story story) {
        Cluster cluster = story.cluster();
        Installation.of(cluster, TWO_POOLS);
        try {
            tell(story, cluster);
        } finally {
            Installation.of(cluster);
            cluster.nodes().forEach(node -> cluster.command("node", node, "rm", "-f", DISK));
        }
    }

    private static void tell(Story story, Cluster cluster) {
        String node = "n1";
        story.apply(new StorageClassBuilder()
                .withNewMetadata()
                .withName(SECOND)
                .endMetadata()
                .withProvisioner(Drivers.NAME)
                .withParameters(Map.of("pool", SECOND))
                .withVolumeBindingMode("WaitForFirstConsumer")
                .build());
        List<Writer> writers = Writer.onEachNode(story);
        story.apply(onSecondPool("doomed"), Specs.on(node, Specs.pod("doomed", "doomed")));
        story.pod("doomed").awaitReady().run("echo written >/data/file; sync");
        String volume = story.claim("doomed").awaitBound().getMetadata().getName();
        String pool = new VolumeId(story.claim("doomed").handle()).home().value();

        story.timed("disk dies: until the metrics say that the pool is sick", () -> {
            kill(cluster, node);
            awaitMetric(cluster, node, "zonal_pool_state{pool=\"second\",state=\"sick\"} 1");
        });

        assertThat(metrics(cluster, node)).contains("zonal_pool_state{pool=\"default\",state=\"serving\"} 1");
        assertThat(cluster.drivers().isReady(node)).as("the driver is ready").isTrue();
        assertThat(cluster.drivers().run(node, "wget -qO- http://127.0.0.1:9808/readyz"))
                .contains("pool 'second' can't be used");
        story.apply(Specs.claim("beside", "1Gi"), Specs.on(node, Specs.pod("beside", "beside")));
        story.pod("beside").awaitReady().run("echo written >/data/file; sync");
        story.apply(onSecondPool("next"), Specs.preferring(node, Specs.pod("next", "next")));
        assertThat(story.pod("next").awaitReady().node()).isNotEqualTo(node);
        story.timed(
                "disk dies: a pod of it deleted until it is gone",
                () -> story.pod("doomed").delete());
        story.claim("doomed").delete();
        story.in("default").awaitEvent("PersistentVolume", volume, "pool 'second' can't be used");
        writers.forEach(Writer::assertThatItNeverStopped);

        Installation.of(
                cluster,
                Stream.concat(TWO_POOLS.stream(), Stream.of("driver.forgetHomes={" + pool + "}"))
                        .toList());

        Patience.USUAL.until(
                "what lived on the dead disk to go",
                () -> cluster.client().persistentVolumes().withName(volume).get() == null,
                () -> cluster.drivers().logOf(node));
        story.apply(onSecondPool("anew"), Specs.on(node, Specs.pod("anew", "anew")));
        story.pod("anew").awaitReady().run("echo written >/data/file; sync");
        awaitMetric(cluster, node, "zonal_pool_state{pool=\"second\",state=\"serving\"} 1");
        writers.forEach(Writer::assertThatItNeverStopped);
        List.of("next", "anew").forEach(name -> {
            story.pod(name).delete();
            String bound = story.claim(name).awaitBound().getMetadata().getName();
            story.claim(name).delete();
            Patience.USUAL.until(
                    "volume " + bound + " to go",
                    () -> cluster.client().persistentVolumes().withName(bound).get() == null,
                    story::events);
        });
    }

    private static PersistentVolumeClaim onSecondPool(String name) {
        return Specs.ofClass(SECOND, Specs.claim(name, "1Gi"));
    }

    /** Nothing is written to it any more, and it is gone for good: what stands in its place later is another one. */
    private static void kill(Cluster cluster, String node) {
        cluster.command("node", node, "rm", DISK);
        cluster.command("node", node, "sh", "-c", "xfs_io -x -c shutdown /run/zonal/pools/" + SECOND + "-*");
    }

    private static void awaitMetric(Cluster cluster, String node, String line) {
        Patience.USUAL.until(
                "the metrics of " + node + " to say " + line,
                () -> metrics(cluster, node).contains(line),
                () -> cluster.drivers().logOf(node));
    }

    private static String metrics(Cluster cluster, String node) {
        return cluster.drivers().run(node, "wget -qO- http://127.0.0.1:9808/metrics");
    }
}
