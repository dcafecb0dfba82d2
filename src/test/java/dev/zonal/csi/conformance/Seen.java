package dev.zonal.csi.conformance;

import dev.zonal.csi.SimulatedDriver;
import dev.zonal.csi.v1.ListSnapshotsRequest;
import dev.zonal.csi.v1.ListSnapshotsResponse;
import dev.zonal.csi.v1.ListVolumesRequest;
import dev.zonal.csi.v1.ListVolumesResponse;
import dev.zonal.csi.v1.Snapshot;
import dev.zonal.csi.v1.Volume;
import io.grpc.Status.Code;
import java.util.List;

/**
 * What a list says of one object. A list is no picture of one moment, but each of its entries is.
 *
 * @param snapshot whether the id is a snapshot's, else a volume's
 */
record Seen(boolean snapshot, String id) implements Command {
    @Override
    public Reply run(SimulatedDriver driver) {
        Reply reply = snapshot
                ? Reply.of(driver.controller()::listSnapshots, ListSnapshotsRequest.getDefaultInstance())
                : Reply.of(driver.controller()::listVolumes, ListVolumesRequest.getDefaultInstance());
        return switch (reply.answer()) {
            case ListVolumesResponse list ->
                new Reply(
                        Code.OK,
                        list.getEntriesList().stream()
                                .map(ListVolumesResponse.Entry::getVolume)
                                .filter(entry -> entry.getVolumeId().equals(id))
                                .toList());
            case ListSnapshotsResponse list ->
                new Reply(
                        Code.OK,
                        list.getEntriesList().stream()
                                .map(ListSnapshotsResponse.Entry::getSnapshot)
                                .filter(entry -> entry.getSnapshotId().equals(id))
                                .toList());
            default -> reply;
        };
    }

    @Override
    public List<Outcome> outcomes(State state) {
        return List.of(Outcome.ok(state, List.class, told -> tells(told, state)));
    }

    private boolean tells(List<?> told, State state) {
        if (told.isEmpty()) {
            return state.volume(id).isEmpty() && state.snapshot(id).isEmpty();
        }
        return switch (told.getFirst()) {
            case Volume message ->
                state.volume(id)
                        .filter(volume -> CreateVolume.tells(message, volume))
                        .isPresent();
            case Snapshot message ->
                state.snapshot(id)
                        .filter(cut -> CreateSnapshot.tells(message, cut))
                        .isPresent();
            default -> false;
        };
    }
}
