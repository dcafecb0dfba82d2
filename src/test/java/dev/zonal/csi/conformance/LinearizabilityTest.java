package dev.zonal.csi.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.v1.ControllerGetVolumeResponse;
import dev.zonal.csi.v1.CreateVolumeResponse;
import dev.zonal.csi.v1.DeleteVolumeResponse;
import dev.zonal.csi.v1.Topology;
import dev.zonal.csi.v1.Volume;
import io.grpc.Status.Code;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The judge of histories, judged itself. */
final class LinearizabilityTest {
    private static final long SIZE = 16 * World.MEBIBYTE;
    private static final String ID = World.volumeId("x", "fast");
    private static final Command CREATE = CreateVolume.of("x", SIZE, Use.mount(""));
    private static final Command GET = new ControllerGetVolume(ID);
    private static final Command DELETE = new DeleteVolume(ID);
    private static final Reply DELETED = new Reply(Code.OK, DeleteVolumeResponse.getDefaultInstance());
    private static final Reply MISSING = new Reply(Code.NOT_FOUND, "gone");
    private static final Reply BUSY = new Reply(Code.ABORTED, "busy");

    private static Volume volume(String id) {
        return Volume.newBuilder()
                .setVolumeId(id)
                .setCapacityBytes(SIZE)
                .addAccessibleTopology(Topology.newBuilder().putAllSegments(World.HERE.segments()))
                .build();
    }

    private static Reply created(String id) {
        return new Reply(
                Code.OK, CreateVolumeResponse.newBuilder().setVolume(volume(id)).build());
    }

    private static Reply found() {
        return new Reply(
                Code.OK,
                ControllerGetVolumeResponse.newBuilder().setVolume(volume(ID)).build());
    }

    private static boolean holds(Recorded... history) {
        return Linearizability.holds(List.of(history));
    }

    @Test
    void callsOneAfterTheOtherAreInTheirOrder() {
        assertThat(holds(
                        new Recorded(CREATE, created(ID), 1, 2),
                        new Recorded(GET, found(), 3, 4),
                        new Recorded(DELETE, DELETED, 5, 6),
                        new Recorded(GET, MISSING, 7, 8)))
                .isTrue();
    }

    @Test
    void callsSideBySideMayHaveHappenedInEitherOrder() {
        assertThat(holds(new Recorded(CREATE, created(ID), 1, 4), new Recorded(GET, found(), 2, 3)))
                .isTrue();
        assertThat(holds(new Recorded(CREATE, created(ID), 1, 4), new Recorded(GET, MISSING, 2, 3)))
                .isTrue();
    }

    @Test
    void aVolumeThatWasMadeIsNotLost() {
        assertThat(holds(new Recorded(CREATE, created(ID), 1, 2), new Recorded(GET, MISSING, 3, 4)))
                .isFalse();
    }

    @Test
    void nobodyReadsWhatWasDeletedBefore() {
        assertThat(holds(
                        new Recorded(CREATE, created(ID), 1, 2),
                        new Recorded(DELETE, DELETED, 3, 4),
                        new Recorded(GET, found(), 5, 6)))
                .isFalse();
    }

    @Test
    void oneNameHasOneId() {
        assertThat(holds(
                        new Recorded(CREATE, created(ID), 1, 3),
                        new Recorded(CREATE, created(World.volumeId("x", "slow")), 2, 4)))
                .isFalse();
    }

    @Test
    void nobodySeesNewAndThenOld() {
        assertThat(holds(
                        new Recorded(CREATE, created(ID), 1, 6),
                        new Recorded(GET, found(), 2, 3),
                        new Recorded(GET, MISSING, 4, 5)))
                .isFalse();
    }

    @Test
    void aCallWithoutAnAnswerMayHaveHappenedUntilAllIsQuiet() {
        Recorded open = new Recorded(CREATE, Reply.LOST, 1, 6);

        assertThat(holds(open, new Recorded(GET, MISSING, 2, 3), new Recorded(GET, found(), 4, 5)))
                .isTrue();
        assertThat(holds(open, new Recorded(GET, MISSING, 7, 8))).isTrue();
        assertThat(holds(open, new Recorded(GET, MISSING, 7, 8), new Recorded(GET, found(), 9, 10)))
                .isFalse();
    }

    @Test
    void whoIsTurnedAwayHasDoneNothingAndWasInSomebodysWay() {
        assertThat(holds(
                        new Recorded(CREATE, created(ID), 1, 3),
                        new Recorded(DELETE, BUSY, 2, 4),
                        new Recorded(GET, found(), 5, 6)))
                .isTrue();
        assertThat(holds(new Recorded(DELETE, BUSY, 1, 2), new Recorded(CREATE, created(ID), 3, 4)))
                .isFalse();
    }
}
