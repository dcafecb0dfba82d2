package dev.zonal.csi.conformance;

import dev.zonal.csi.SimulatedDriver;
import dev.zonal.csi.v1.NodeExpandVolumeRequest;
import dev.zonal.csi.v1.NodeExpandVolumeResponse;
import io.grpc.Status.Code;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

record NodeExpandVolume(String id, String path, Range range) implements Command {
    @Override
    public Reply run(SimulatedDriver driver) {
        return Reply.of(
                driver.node()::nodeExpandVolume,
                NodeExpandVolumeRequest.newBuilder()
                        .setVolumeId(id)
                        .setVolumePath(path)
                        .setCapacityRange(range.message())
                        .build());
    }

    @Override
    public List<Outcome> outcomes(State state) {
        Set<Code> reasons = EnumSet.noneOf(Code.class);
        if (id.isEmpty() || path.isEmpty() || range.isMalformed()) {
            reasons.add(Code.INVALID_ARGUMENT);
        } else if (state.volume(id).isEmpty()) {
            reasons.add(Code.NOT_FOUND);
        } else if (!Paths.arePlain(path)) {
            reasons.add(Code.INVALID_ARGUMENT);
        }
        return reasons.isEmpty() ? expanded(state, state.volume(id).orElseThrow()) : Outcome.refused(state, reasons);
    }

    private List<Outcome> expanded(State state, ModelVolume volume) {
        Spot spot = state.spot(path).orElse(Spot.EMPTY_DIRECTORY);
        if (state.holdsOther(path, id)) {
            return Outcome.refused(state, Code.FAILED_PRECONDITION);
        }
        boolean rawDevice =
                volume.isRaw() && volume.attached() && state.mountsOf(id, false).isEmpty();
        if (!spot.isMounted() && !rawDevice) {
            return Outcome.refused(state, Code.NOT_FOUND);
        }
        OptionalLong size = Sizes.atLeast(range, volume.size());
        if (size.isEmpty()) {
            return Outcome.refused(state, Code.OUT_OF_RANGE);
        }
        ModelVolume larger = grown(state, volume.withSize(size.getAsLong()));
        Outcome done = Outcome.ok(
                state.with(larger),
                NodeExpandVolumeResponse.class,
                answer -> answer.getCapacityBytes() == larger.size());
        return larger.size() == volume.size()
                ? List.of(done)
                : Room.toGrow(state, volume.pool(), larger.size() - volume.size(), done);
    }

    /** Its filesystem grows where it is mounted for writing somewhere; else it waits for the next stage. */
    private ModelVolume grown(State state, ModelVolume volume) {
        boolean writable = state.mountsOf(id, false).stream()
                .anyMatch(mount -> !state.spot(mount).orElseThrow().readOnly());
        return writable ? volume.with(volume.carried().grownTo(volume.size())) : volume;
    }

    /** The volume grows first, and its filesystem after it. */
    @Override
    public List<State> remains(State state) {
        return outcomes(state).stream()
                .filter(outcome -> outcome.code() == Code.OK)
                .map(outcome -> outcome.next().volume(id).orElseThrow().size())
                .map(size -> state.with(state.volume(id).orElseThrow().withSize(size)))
                .toList();
    }
}
