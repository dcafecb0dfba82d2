package dev.zonal.csi.conformance;

import com.google.protobuf.Timestamp;
import dev.zonal.csi.SimulatedDriver;
import dev.zonal.csi.v1.CreateSnapshotRequest;
import dev.zonal.csi.v1.CreateSnapshotResponse;
import dev.zonal.csi.v1.Snapshot;
import io.grpc.Status.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * @param consistency the parameter; empty for the default
 * @param now what the driver's clock says
 */
record CreateSnapshot(String name, String source, String consistency, Place place, Instant now) implements Command {
    @Override
    public Reply run(SimulatedDriver driver) {
        driver.clock().advance(Duration.between(driver.clock().instant(), now));
        CreateSnapshotRequest.Builder request = CreateSnapshotRequest.newBuilder()
                .setName(name)
                .setSourceVolumeId(source)
                .setAccessibilityRequirements(place.message());
        if (!consistency.isEmpty()) {
            request.putParameters("consistency", consistency);
        }
        return Reply.of(driver.controller()::createSnapshot, request.build());
    }

    @Override
    public List<Outcome> outcomes(State state) {
        Set<Code> reasons = EnumSet.noneOf(Code.class);
        Ids kind = Ids.ofVolume(source);
        if (name.isEmpty()
                || kind == Ids.MISSING
                || !List.of("", "synced", "frozen").contains(consistency)) {
            reasons.add(Code.INVALID_ARGUMENT);
        }
        if (kind == Ids.FOREIGN) {
            reasons.add(Code.NOT_FOUND);
        }
        if (!reasons.isEmpty()) {
            return Outcome.refused(state, reasons);
        }
        return state.snapshotNamed(name)
                .map(snapshot -> satisfies(snapshot)
                        ? List.of(made(state, snapshot))
                        : Outcome.refused(state, Code.ALREADY_EXISTS))
                .orElseGet(() -> outcomesOfNew(state));
    }

    private boolean satisfies(ModelSnapshot snapshot) {
        return snapshot.source().equals(source) && snapshot.frozen() == isFrozen() && place.isHere();
    }

    private boolean isFrozen() {
        return consistency.equals("frozen");
    }

    private List<Outcome> outcomesOfNew(State state) {
        Set<Code> reasons = EnumSet.noneOf(Code.class);
        if (state.volume(source).isEmpty()) {
            reasons.add(Code.NOT_FOUND);
        }
        if (!place.isHere()) {
            reasons.add(Code.RESOURCE_EXHAUSTED);
        }
        return reasons.isEmpty() ? cut(state, state.volume(source).orElseThrow()) : Outcome.refused(state, reasons);
    }

    private List<Outcome> cut(State state, ModelVolume volume) {
        ModelSnapshot snapshot = new ModelSnapshot(
                World.snapshotId(name, volume.pool()),
                name,
                volume.pool(),
                volume.id(),
                volume.size(),
                isFrozen(),
                now,
                volume.carried());
        List<Outcome> outcomes = new ArrayList<>(List.of(made(state.with(snapshot), snapshot)));
        // All that the image has allocated has to be free for a moment; for a thick one that is its whole size.
        long most = volume.thick() ? volume.size() : volume.carried().heldBytes();
        if (most > state.leastFree(volume.pool())) {
            outcomes.addAll(Outcome.refused(state, Code.RESOURCE_EXHAUSTED));
        }
        return outcomes;
    }

    private static Outcome made(State next, ModelSnapshot snapshot) {
        return Outcome.ok(next, CreateSnapshotResponse.class, answer -> tells(answer.getSnapshot(), snapshot));
    }

    static boolean tells(Snapshot message, ModelSnapshot snapshot) {
        Timestamp created = message.getCreationTime();
        return message.getSnapshotId().equals(snapshot.id())
                && message.getSourceVolumeId().equals(snapshot.source())
                && message.getSizeBytes() == snapshot.size()
                && Instant.ofEpochSecond(created.getSeconds(), created.getNanos())
                        .equals(snapshot.created())
                && message.getReadyToUse();
    }
}
