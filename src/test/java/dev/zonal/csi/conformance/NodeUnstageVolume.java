package dev.zonal.csi.conformance;

import dev.zonal.csi.SimulatedDriver;
import dev.zonal.csi.v1.NodeUnstageVolumeRequest;
import io.grpc.Status.Code;
import java.util.List;

/** What was staged is let go; what is not there is let go already. */
record NodeUnstageVolume(String id, String path) implements Command {
    @Override
    public Reply run(SimulatedDriver driver) {
        return Reply.of(
                driver.node()::nodeUnstageVolume,
                NodeUnstageVolumeRequest.newBuilder()
                        .setVolumeId(id)
                        .setStagingTargetPath(path)
                        .build());
    }

    @Override
    public List<Outcome> outcomes(State state) {
        if (id.isEmpty() || path.isEmpty()) {
            return Outcome.refused(state, Code.INVALID_ARGUMENT);
        }
        if (Ids.ofVolume(id) == Ids.FOREIGN) {
            return Outcome.refused(state, Code.NOT_FOUND);
        }
        if (!Paths.arePlain(path)) {
            return Outcome.refused(state, Code.INVALID_ARGUMENT);
        }
        boolean elsewhere = state.mountsOf(id).stream().anyMatch(mount -> !mount.equals(path));
        return elsewhere || state.holdsOther(path, id)
                ? Outcome.refused(state, Code.FAILED_PRECONDITION)
                : List.of(Outcome.ok(detached(unmounted(state))));
    }

    private State unmounted(State state) {
        return state.spot(path)
                .filter(spot -> spot.shows(id))
                .map(spot -> state.with(path, spot.showing("", false, false)))
                .orElse(state);
    }

    private State detached(State state) {
        return state.volume(id)
                .map(volume -> state.with(volume.attached(false)))
                .orElse(state);
    }

    @Override
    public List<State> remains(State state) {
        return state.holdsOther(path, id) ? List.of() : List.of(unmounted(state), detached(unmounted(state)));
    }
}
