package dev.zonal.csi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.TopologySelectorTermBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Disks of a cloud, which only the nodes of their zone can have: n1 and n3 in zone r1, n2 in zone r2. */
@OnKubernetes
@Isolated("it adds a driver to every node")
@Order(5)
final class CloudZonesIT {
    private static final String IN_R1 = "r1";
    private static final String IN_R2 = "r2";

    @BeforeAll
    static void install(Cluster cluster) {
        new CloudInstallation(cluster).install();
    }

    @AfterAll
    static void remove(Cluster cluster) {
        new CloudInstallation(cluster).remove();
    }

    private static PersistentVolumeClaim claim(String name) {
        return Specs.ofClass(CloudInstallation.CLASS, Specs.claim(name, "64Mi"));
    }

    private static Pod inZone(String zone, Pod pod) {
        return Specs.where(CloudInstallation.ZONE_LABEL, zone, pod);
    }

    private static List<String> placesIn(String zone) {
        return List.of(CloudInstallation.TOPOLOGY + "/region=here", CloudInstallation.TOPOLOGY + "/zone=" + zone);
    }

    @Test
    void aDiskIsMadeInTheZoneOfItsPodAndComesWithItToTheOtherNodeOfThatZoneAlone(Story story) {
        story.timed("cloud: pod to Ready, with a new disk", () -> {
            story.apply(claim("data"), Specs.on("n1", Specs.pod("first", "data")));
            story.pod("first").awaitReady();
        });
        assertThat(story.claim("data").places()).isEqualTo(placesIn(IN_R1));
        story.pod("first").run("echo written >/data/file; sync");
        story.pod("first").delete();

        story.timed("cloud: pod on the other node of the zone to Ready, with the disk", () -> {
            story.apply(Specs.on("n3", Specs.pod("second", "data")));
            story.pod("second").awaitReady();
        });
        assertThat(story.pod("second").run("cat /data/file")).isEqualTo("written");
        story.pod("second").delete();

        story.apply(inZone(IN_R2, Specs.pod("elsewhere", "data")));
        assertThat(story.pod("elsewhere").awaitEvent("available"))
                .contains("1 node(s) didn't match PersistentVolume's node affinity");
        assertThat(story.pod("elsewhere").isWaitingForANode()).isTrue();
    }

    @Test
    void disksAreMadeOnlyWhereTheirClassAllows(Story story) {
        String inR2 = "zonal-example-cloud-r2";
        story.apply(new StorageClassBuilder()
                .withNewMetadata()
                .withName(inR2)
                .endMetadata()
                .withProvisioner("cloud.csi.zonal.dev")
                .withVolumeBindingMode("WaitForFirstConsumer")
                .withAllowedTopologies(new TopologySelectorTermBuilder()
                        .addNewMatchLabelExpression()
                        .withKey(CloudInstallation.TOPOLOGY + "/zone")
                        .withValues(IN_R2)
                        .endMatchLabelExpression()
                        .build())
                .build());

        story.apply(
                Specs.ofClass(inR2, claim("anywhere")),
                Specs.preferring("n1", Specs.pod("anywhere", "anywhere")),
                Specs.ofClass(inR2, claim("nowhere")),
                inZone(IN_R1, Specs.pod("nowhere", "nowhere")));

        assertThat(story.pod("anywhere").awaitReady().node()).isEqualTo("n2");
        assertThat(story.claim("anywhere").places()).isEqualTo(placesIn(IN_R2));
        assertThat(story.pod("nowhere").awaitEvent("available"))
                .contains("2 node(s) didn't find available persistent volumes to bind");
        assertThat(story.claim("nowhere").isBound()).isFalse();
    }

    @Test
    void replicasAreSpreadOverTheZonesEachWithItsDisk(Story story) {
        story.apply(spread());

        assertThat(Stream.of("zones-0", "zones-1", "zones-2").map(replica -> zoneOf(story, replica)))
                .contains(IN_R1, IN_R2);
    }

    private static StatefulSet spread() {
        Map<String, String> labels = Map.of("app", "zones");
        return new StatefulSetBuilder()
                .withNewMetadata()
                .withName("zones")
                .endMetadata()
                .withNewSpec()
                .withServiceName("zones")
                .withReplicas(3)
                .withPodManagementPolicy("Parallel")
                .withNewSelector()
                .withMatchLabels(labels)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withNewSpecLike(Specs.pod("zones", "data").getSpec())
                .withVolumes()
                .addNewTopologySpreadConstraint()
                .withTopologyKey(CloudInstallation.ZONE_LABEL)
                .withMaxSkew(1)
                .withWhenUnsatisfiable("DoNotSchedule")
                .withNewLabelSelector()
                .withMatchLabels(labels)
                .endLabelSelector()
                .endTopologySpreadConstraint()
                .endSpec()
                .endTemplate()
                .withVolumeClaimTemplates(claim("data"))
                .endSpec()
                .build();
    }

    /** Of the node of a replica, in which its disk has to be, too. */
    private static String zoneOf(Story story, String replica) {
        String node = story.pod(replica).awaitReady().node();
        String zone = node.equals("n2") ? IN_R2 : IN_R1;
        assertThat(story.claim("data-" + replica).places()).isEqualTo(placesIn(zone));
        return zone;
    }

    @Test
    void whereAnInstanceTakesNoMoreDisksAPodGoesToAnotherOfTheZoneOrWaits(Story story) {
        CloudInstallation installation = new CloudInstallation(story.cluster());
        List<StoryPod> twoNodes = disksIn(IN_R1, "two-nodes", story);
        assertThat(twoNodes.stream().map(StoryPod::node)).containsExactly("n1", "n1", "n3");
        List<StoryPod> oneNode = disksIn(IN_R2, "one-node", story);
        assertThat(oneNode.subList(0, CloudInstallation.DISKS_OF_AN_INSTANCE).stream()
                        .map(StoryPod::node))
                .containsOnly("n2");
        StoryPod beyond = oneNode.getLast();
        assertThat(beyond.awaitEvent("available")).contains("1 node(s) exceed max volume count");
        assertThat(beyond.isWaitingForANode()).isTrue();

        installation.cloud("instance", "devices", "n2", "--other", "0");
        try {
            story.timed("cloud: a slot more until the pod that waited for it is Ready", beyond::awaitReady);
        } finally {
            installation.cloud("instance", "devices", "n2", "--other", "1");
        }
        Stream.concat(twoNodes.stream(), oneNode.stream()).forEach(StoryPod::awaitReady);
    }

    /** Pods with a disk each, one more than an instance takes; they come one after the other, and would rather be on n1. */
    private static List<StoryPod> disksIn(String zone, String prefix, Story story) {
        List<StoryPod> pods = IntStream.rangeClosed(0, CloudInstallation.DISKS_OF_AN_INSTANCE)
                .mapToObj(i -> story.pod(prefix + "-" + i))
                .toList();
        for (StoryPod pod : pods) {
            story.apply(claim(pod.name()), inZone(zone, Specs.preferring("n1", Specs.pod(pod.name(), pod.name()))));
            pod.awaitDecision();
        }
        return pods;
    }

    @Test
    void whileAZoneIsDownClaimsElsewhereAreServedAndThoseInItComeWhenItAnswersAgain(Story story) {
        CloudInstallation installation = new CloudInstallation(story.cluster());
        story.apply(claim("there"), inZone(IN_R2, Specs.pod("there", "there")));
        story.pod("there").awaitReady();

        installation.cloud("zone", "down", IN_R2);
        try {
            story.timed("cloud: zone down until it has no room", () -> installation.awaitRoom(IN_R2, false));
            story.apply(
                    claim("waits"),
                    inZone(IN_R2, Specs.pod("waits", "waits")),
                    claim("elsewhere"),
                    Specs.preferring("n2", Specs.pod("elsewhere", "elsewhere")));

            story.pod("elsewhere").awaitReady().run("echo written >/data/file; sync");
            assertThat(story.claim("elsewhere").places()).isEqualTo(placesIn(IN_R1));
            story.pod("waits").awaitEvent("1 node(s) did not have enough free storage");
            assertThat(story.claim("waits").isBound()).isFalse();
            story.pod("there").run("echo written >/data/file; sync");
        } finally {
            installation.cloud("zone", "up", IN_R2);
        }

        story.timed(
                "cloud: zone up until the pod that waited for it is Ready",
                () -> story.pod("waits").awaitReady());
        assertThat(story.claim("waits").places()).isEqualTo(placesIn(IN_R2));
    }
}
