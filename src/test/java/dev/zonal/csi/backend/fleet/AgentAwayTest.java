package dev.zonal.csi.backend.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.backend.AgentStatus;
import dev.zonal.csi.backend.Capacity;
import dev.zonal.csi.backend.Home;
import dev.zonal.csi.backend.HomeState;
import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a controller says of the homes of an agent that can't be asked, and of the others. */
@Timeout(60)
@ExtendWith(QuietLogs.class)
class AgentAwayTest {
    private final FleetBench bench = new FleetBench();
    private FleetBackend fleet = bench.controller();

    @AfterEach
    void close() {
        fleet.close();
        bench.close();
    }

    private void takeAway(String node) {
        bench.network(node).up(false);
        FleetBench.await(node + " is away", () -> isAway(node));
    }

    private boolean isAway(String node) {
        return fleet.state(bench.home(node)).orElseThrow() instanceof HomeState.Away;
    }

    private void bringBack(String node) {
        bench.network(node).up(true);
        FleetBench.await(node + " is back", () -> !isAway(node));
    }

    private List<Volume> listed() {
        return fleet.volumes(Optional.empty(), 100);
    }

    @Test
    void itsVolumesAreUnavailableByTheNameOfTheNodeAndStillListed() {
        Volume volume = fleet.createVolume(bench.volume("a", "n2"));

        takeAway("n2");

        assertThat(fleet.volume(volume.id())).contains(volume);
        assertThat(listed()).containsExactly(volume);
        assertThat(fleet.homes()).extracting(Home::id).contains(bench.home("n2"));
        assertThat(fleet.capacity(bench.home("n2"), VolumeParameters.DEFAULT)).isEqualTo(Capacity.NONE);
        assertThat(fleet.abnormal(volume.id()).orElseThrow()).contains("node 'n2' can't be asked since");
        assertThatThrownBy(() -> fleet.deleteVolume(volume.id()))
                .isInstanceOf(StorageException.Unavailable.class)
                .hasMessageContaining("node 'n2'")
                .hasMessageContaining("no route to host");
        assertThatThrownBy(() -> fleet.createVolume(bench.volume("b", "n2")))
                .isInstanceOf(StorageException.Unavailable.class);
    }

    @Test
    void theOthersAreServed() {
        takeAway("n2");

        Volume made = fleet.createVolume(bench.volume("a", "n3"));

        assertThat(fleet.volume(made.id())).contains(made);
        assertThat(fleet.capacity(bench.home("n3"), VolumeParameters.DEFAULT)
                        .available()
                        .bytes())
                .isPositive();
        assertThat(fleet.abnormal(made.id())).isEmpty();
    }

    @Test
    void whatHappenedMeanwhileIsKnownWhenItIsBack() {
        Volume kept = fleet.createVolume(bench.volume("kept", "n2"));
        Volume removed = fleet.createVolume(bench.volume("removed", "n2"));
        takeAway("n2");
        bench.node("n2").backend().deleteVolume(removed.id());
        Volume made = bench.node("n2").backend().createVolume(bench.volume("made", "n2"));

        bringBack("n2");

        FleetBench.await("the new is known", () -> fleet.volume(made.id()).isPresent());
        FleetBench.await(
                "the old is forgotten", () -> fleet.volume(removed.id()).isEmpty());
        assertThat(listed()).containsExactlyInAnyOrder(kept, made);
    }

    @Test
    void anAgentThatWasRestartedIsFollowedAgain() {
        Volume volume = fleet.createVolume(bench.volume("a", "n2"));
        takeAway("n2");
        bench.node("n2").restart();

        bringBack("n2");
        fleet.deleteVolume(volume.id());

        assertThat(listed()).isEmpty();
        assertThat(bench.node("n2").backend().volume(volume.id())).isEmpty();
    }

    @Test
    void aControllerThatNeverReachedItSaysThatItDoesNotKnow() {
        fleet.close();
        VolumeId there = VolumeId.of("a", bench.home("n2"));
        bench.network("n2").up(false);
        NewVolume elsewhere = bench.volume("b", "n1");

        fleet = bench.controller();

        assertThatThrownBy(() -> fleet.volume(there))
                .isInstanceOf(StorageException.Unavailable.class)
                .hasMessageContaining("node 'n2'");
        assertThatThrownBy(() -> fleet.deleteVolume(there)).isInstanceOf(StorageException.Unavailable.class);
        assertThatThrownBy(this::listed)
                .isInstanceOf(StorageException.Unavailable.class)
                .hasMessageContaining("node 'n2'");
        assertThat(fleet.state(there.home()).orElseThrow().sentence()).contains("node 'n2'");
        Volume made = fleet.createVolume(elsewhere);
        assertThat(fleet.volume(made.id())).contains(made);
    }

    @Test
    void theStatusTellsHowEachIsAndWhatItHas() {
        fleet.createVolume(bench.volume("a", "n2"));
        fleet.createVolume(bench.volume("b", "n2"));

        AgentStatus there = fleet.status().get(1);
        takeAway("n2");
        AgentStatus gone = fleet.status().get(1);

        assertThat(there.node()).isEqualTo("n2");
        assertThat(there.version()).isPresent();
        assertThat(there.away()).isEmpty();
        assertThat(there.whole()).isTrue();
        assertThat(there.pools()).singleElement().satisfies(pool -> {
            assertThat(pool.state()).isInstanceOf(HomeState.Serving.class);
            assertThat(pool.available()).isGreaterThan(ByteSize.ZERO);
            assertThat(pool.volumes()).isEqualTo(2);
            assertThat(pool.snapshots()).isZero();
        });
        assertThat(gone.away().orElseThrow().reason()).contains("no route to host");
        assertThat(gone.pools()).singleElement().satisfies(pool -> {
            assertThat(pool.state()).isInstanceOf(HomeState.Away.class);
            assertThat(pool.available()).isEqualTo(ByteSize.ZERO);
            assertThat(pool.volumes()).isEqualTo(2);
        });
    }

    @Test
    void whatIsNoHomeOfAnyAgentIsNotFound() {
        VolumeId nowhere = VolumeId.of("a", new HomeId("zzzzzz77"));

        assertThat(fleet.volume(nowhere)).isEmpty();
        assertThat(fleet.state(nowhere.home())).isEmpty();
    }

    @Test
    void whoAnswersInThePlaceOfAnotherNodeIsNotBelieved() {
        Network wrong = new Network(() -> bench.node("n1").agent());
        bench.networks.put("n2", wrong);

        try (FleetBackend controller = bench.controller()) {
            assertThat(controller.homes()).extracting(Home::id).doesNotContain(bench.home("n2"));
            assertThat(controller.status().get(1).away().orElseThrow().sentence())
                    .contains("node 'n1' answers in its place");
        }
    }
}
