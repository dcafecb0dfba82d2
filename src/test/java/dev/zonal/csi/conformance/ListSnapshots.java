package dev.zonal.csi.conformance;

import dev.zonal.csi.SimulatedDriver;
import dev.zonal.csi.v1.ListSnapshotsRequest;
import dev.zonal.csi.v1.ListSnapshotsResponse;
import dev.zonal.csi.v1.Snapshot;
import java.util.List;

/**
 * @param id of the one that is asked for; empty for all
 * @param source the volume that they have to be of; empty for any
 */
record ListSnapshots(String id, String source, Page page) implements Command {
    @Override
    public Reply run(SimulatedDriver driver) {
        return Reply.of(
                driver.controller()::listSnapshots,
                ListSnapshotsRequest.newBuilder()
                        .setSnapshotId(id)
                        .setSourceVolumeId(source)
                        .setMaxEntries(page.maxEntries())
                        .setStartingToken(page.token())
                        .build());
    }

    @Override
    public List<Outcome> outcomes(State state) {
        return page.refusal()
                .map(code -> Outcome.refused(state, code))
                .orElseGet(
                        () -> List.of(Outcome.ok(state, ListSnapshotsResponse.class, answer -> tells(answer, state))));
    }

    private boolean tells(ListSnapshotsResponse answer, State state) {
        List<String> wanted = state.snapshots().values().stream()
                .filter(snapshot -> id.isEmpty() || snapshot.id().equals(id))
                .filter(snapshot -> source.isEmpty() || snapshot.source().equals(source))
                .map(ModelSnapshot::id)
                .toList();
        List<Snapshot> told = answer.getEntriesList().stream()
                .map(ListSnapshotsResponse.Entry::getSnapshot)
                .toList();
        return told.stream().map(Snapshot::getSnapshotId).toList().equals(page.of(wanted))
                && told.stream()
                        .allMatch(one -> state.snapshot(one.getSnapshotId())
                                .filter(snapshot -> CreateSnapshot.tells(one, snapshot))
                                .isPresent())
                && answer.getNextToken().isEmpty() != page.hasNext(wanted);
    }
}
