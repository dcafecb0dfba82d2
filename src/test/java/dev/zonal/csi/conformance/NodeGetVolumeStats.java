package dev.zonal.csi.conformance;

import dev.zonal.csi.SimulatedDriver;
import dev.zonal.csi.v1.NodeGetVolumeStatsRequest;
import dev.zonal.csi.v1.NodeGetVolumeStatsResponse;
import dev.zonal.csi.v1.VolumeUsage;
import io.grpc.Status.Code;
import java.util.List;

record NodeGetVolumeStats(String id, String path) implements Command {
    @Override
    public Reply run(SimulatedDriver driver) {
        return Reply.of(
                driver.node()::nodeGetVolumeStats,
                NodeGetVolumeStatsRequest.newBuilder()
                        .setVolumeId(id)
                        .setVolumePath(path)
                        .build());
    }

    @Override
    public List<Outcome> outcomes(State state) {
        if (id.isEmpty() || path.isEmpty()) {
            return Outcome.refused(state, Code.INVALID_ARGUMENT);
        }
        return state.spot(path)
                .filter(spot -> spot.shows(id))
                .map(spot -> List.of(Outcome.ok(
                        state,
                        NodeGetVolumeStatsResponse.class,
                        answer -> tells(answer, state.volume(id).orElseThrow(), spot))))
                .orElseGet(() -> Outcome.refused(state, Code.NOT_FOUND));
    }

    /** A filesystem may lag behind its volume until it is grown. */
    private static boolean tells(NodeGetVolumeStatsResponse answer, ModelVolume volume, Spot spot) {
        VolumeUsage bytes = answer.getUsageList().stream()
                .filter(usage -> usage.getUnit() == VolumeUsage.Unit.BYTES)
                .findFirst()
                .orElse(VolumeUsage.getDefaultInstance());
        boolean consistent = spot.node() || bytes.getUsed() + bytes.getAvailable() == bytes.getTotal();
        return volume.carried().shownBytes() <= bytes.getTotal()
                && 0 < bytes.getTotal()
                && bytes.getTotal() <= volume.size()
                && consistent;
    }
}
