package dev.zonal.csi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The driver of one node hangs: it answers nobody, and nobody closes its connections. */
@OnKubernetes
@Isolated("it stops a driver")
@Order(2)
final class AgentDownIT {
    @Test
    void itsCallsNameItNewPodsAvoidItAndWhenItIsBackNothingIsDoubled(Story story) {
        Cluster cluster = story.cluster();
        Drivers drivers = cluster.drivers();
        Capacities capacities = new Capacities(story.client(), cluster);
        String node = "n1";
        story.apply(Specs.claim("there", "64Mi"), Specs.on(node, Specs.pod("there", "there")));
        story.pod("there").awaitReady().run("echo written >/data/file; sync");
        capacities.awaitAtLeast(node, 1L << 30);

        drivers.signal(node, "SIGSTOP");
        try {
            story.timed("agent hangs: until its node has no room", () -> capacities.awaitAtMost(node, 0));

            story.apply(Specs.claim("avoids", "64Mi"), Specs.preferring(node, Specs.pod("avoids", "avoids")));
            assertThat(story.pod("avoids").awaitReady().node()).isNotEqualTo(node);
            story.apply(Specs.snapshot("cut", "there"));
            assertThat(story.in("default")
                            .awaitEvent(
                                    "VolumeSnapshotContent",
                                    story.snapshot("cut")
                                            .content()
                                            .getMetadata()
                                            .getName(),
                                    "can't be asked since"))
                    .contains("node 'n1'");
        } finally {
            drivers.signal(node, "SIGCONT");
        }

        story.timed(
                "agent back: until its snapshot is cut",
                () -> story.snapshot("cut").awaitReady());
        String handle = story.snapshot("cut").handle();
        List<String> ids = drivers.ids().filter(id -> id.startsWith("snap-")).toList();
        assertThat(ids).containsExactly(handle);
        capacities.awaitAtLeast(node, 1L << 30);
    }
}
