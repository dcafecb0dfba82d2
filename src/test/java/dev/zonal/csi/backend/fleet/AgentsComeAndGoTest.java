package dev.zonal.csi.backend.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.backend.AgentStatus;
import dev.zonal.csi.backend.Home;
import dev.zonal.csi.fleet.AgentSession;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Agents that join a fleet and leave it while a controller runs. */
@Timeout(60)
@ExtendWith(QuietLogs.class)
class AgentsComeAndGoTest {
    private final FleetBench bench = new FleetBench();
    private final FleetBackend fleet = bench.controller();

    @AfterEach
    void close() {
        fleet.close();
        bench.close();
    }

    private Map<String, AgentSession.Dialer> only(String... nodes) {
        Map<String, AgentSession.Dialer> dialers = new LinkedHashMap<>();
        for (String node : nodes) {
            dialers.put(node, bench.network(node));
        }
        return dialers;
    }

    private List<Volume> listed() {
        return fleet.volumes(Optional.empty(), 100);
    }

    @Test
    void whatWasKnownOfOneThatLeftIsForgottenAndTheOthersStay() {
        Volume gone = fleet.createVolume(bench.volume("gone", "n2"));
        Volume kept = fleet.createVolume(bench.volume("kept", "n3"));

        fleet.follow(only("n1", "n3"));

        assertThat(listed()).containsExactly(kept);
        assertThat(fleet.volume(gone.id())).isEmpty();
        assertThat(fleet.has(gone.id().home())).isFalse();
        assertThat(fleet.homes()).extracting(Home::id).containsExactlyInAnyOrder(bench.home("n1"), bench.home("n3"));
        assertThat(fleet.status()).extracting(AgentStatus::node).containsExactly("n1", "n3");
        fleet.deleteVolume(kept.id());
    }

    @Test
    void oneThatJoinsIsFollowed() {
        fleet.follow(only("n1", "n3"));
        Volume made = bench.node("n2").backend().createVolume(bench.volume("made", "n2"));

        fleet.follow(only("n1", "n2", "n3"));

        FleetBench.await(
                "all of it is known",
                () -> fleet.status().stream().allMatch(AgentStatus::whole)
                        && fleet.has(made.id().home())
                        && fleet.volume(made.id()).isPresent());
        assertThat(listed()).containsExactly(made);
    }

    /** Until it has said what it has, a list without it would be believed. */
    @Test
    void oneThatJoinsAndCanNotBeAskedIsMissedInLists() {
        fleet.follow(only("n1", "n3"));
        bench.network("n2").up(false);

        fleet.follow(only("n1", "n2", "n3"));

        assertThatThrownBy(this::listed)
                .isInstanceOf(StorageException.Unavailable.class)
                .hasMessageContaining("n2");
        fleet.follow(only("n1", "n3"));
        assertThat(listed()).isEmpty();
    }

    @Test
    void saidAgainNothingChanges() {
        Volume volume = fleet.createVolume(bench.volume("a", "n2"));

        fleet.follow(only("n3", "n2", "n1"));

        assertThat(fleet.volume(volume.id())).contains(volume);
        assertThat(fleet.away().values()).allMatch(Optional::isEmpty);
    }
}
