package dev.zonal.csi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@OnKubernetes("recovery")
@Isolated("it breaks nodes")
@Order(2)
final class FaultsIT {
    private static final int KILLS = Integer.getInteger("faults.kills", 6);

    @Test
    void driversAreKilledInTheMiddleOfTheirWorkAndEverythingEndsBoundOrGone(Story story) throws Exception {
        story.apply("01-database.yaml");
        story.pod("database").awaitOutput("cat /data/orders", "order-1");
        try (Turnover turnover = Turnover.start(story)) {
            for (int i = 0; i < KILLS; i++) {
                String node = story.cluster().nodes().get(i % 3);
                turnover.awaitRounds(1);
                story.cluster().drivers().kill(node);
                story.cluster().drivers().awaitReady(node);
            }
        }

        assertThat(story.pod("database").run("echo order-2 >>/data/orders; cat /data/orders"))
                .isEqualTo("order-1\norder-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kubelet", "containerd"})
    void aDaemonOfTheNodeIsKilledAndItsPodsGoOn(String daemon, Story story) {
        story.apply("01-database.yaml");
        StoryPod database = story.pod("database").awaitOutput("cat /data/orders", "order-1");
        String node = database.node();
        String container = database.containerId();

        story.cluster().command("restart", node, daemon);

        story.apply(Specs.claim("next", "1Gi"), Specs.on(node, Specs.pod("next", "next")));
        story.pod("next").awaitReady().run("echo written >/data/file");
        assertThat(database.run("cat /data/orders")).isEqualTo("order-1");
        assertThat(database.containerId()).as("the same container").isEqualTo(container);
    }

    @Test
    void aNodeIsRebootedAndItsPodsRunAgainWithTheirData(Story story) {
        story.apply("01-database.yaml");
        StoryPod database = story.pod("database").awaitOutput("cat /data/orders", "order-1");
        database.run("echo order-2 >>/data/orders; sync");
        String node = database.node();
        String container = database.containerId();

        story.cluster().command("reboot", node);

        story.cluster().awaitReady(node);
        Patience.USUAL.until(
                "the database to run anew", () -> !database.containerId().equals(container), story::events);
        database.awaitOutput("cat /data/orders", "order-1\norder-2");
        story.apply("02-snapshot.yaml");
        story.snapshot("before-lunch").awaitReady();
    }

    @Test
    void whatIsDeletedWhileItsNodeIsAwayGoesWhenTheNodeIsBack(Story story) {
        story.apply("01-database.yaml");
        StoryPod database = story.pod("database").awaitOutput("cat /data/orders", "order-1");
        String node = database.node();
        story.cluster().command("kill", node);

        story.claim("data").beginDeletion();
        database.beginDeletion();

        assertThat(story.claim("data").get()).isPresent();
        story.cluster().command("start", node);
        story.cluster().awaitReady(node);
        database.awaitGone();
        story.claim("data").awaitGone();
    }
}
