package dev.zonal.csi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The pod that all work goes through ends without a word, while claims come and go. */
@OnKubernetes
@Isolated("it kills controllers")
@Order(2)
final class LeaderKilledIT {
    private static final int KILLS = Integer.getInteger("leader.kills", 3);
    private static final Patience HALF_A_MINUTE = new Patience(Duration.ofSeconds(30));

    @Test
    void anotherTakesOverAndEveryClaimEndsBoundOrGone(Story story) throws Exception {
        Drivers drivers = story.cluster().drivers();
        try (Turnover turnover = Turnover.start(story)) {
            for (int i = 0; i < KILLS; i++) {
                turnover.awaitRounds(1);
                String name = "after-" + i;

                drivers.killLeader();
                story.timed("leader killed: claim to Bound", () -> {
                    story.apply(Specs.claim(name, "64Mi"), Specs.pod(name, name));
                    assertThat(HALF_A_MINUTE.holds(() -> story.claim(name).isBound()))
                            .as(() -> "bound within half a minute: " + story.events())
                            .isTrue();
                });
                drivers.awaitRolledOut();
            }
        }
    }
}
