package dev.zonal.csi.conformance;

import dev.zonal.csi.SimulatedDriver;
import dev.zonal.csi.v1.NodeStageVolumeRequest;
import io.grpc.Status.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

record NodeStageVolume(String id, String path, Use use) implements Command {
    @Override
    public Reply run(SimulatedDriver driver) {
        return Reply.of(
                driver.node()::nodeStageVolume,
                NodeStageVolumeRequest.newBuilder()
                        .setVolumeId(id)
                        .setStagingTargetPath(path)
                        .setVolumeCapability(use.message())
                        .build());
    }

    @Override
    public List<Outcome> outcomes(State state) {
        if (id.isEmpty() || path.isEmpty() || !use.isServed()) {
            return Outcome.refused(state, Code.INVALID_ARGUMENT);
        }
        if (state.volume(id).isEmpty()) {
            return Outcome.refused(state, Code.NOT_FOUND);
        }
        if (!Paths.arePlain(path)) {
            return Outcome.refused(state, Code.INVALID_ARGUMENT);
        }
        ModelVolume volume = state.volume(id).orElseThrow();
        return use.block() ? stagedRaw(state, volume) : stagedFilesystem(state, volume);
    }

    /** A raw device is attached and mounted nowhere; from now on it may carry anything. */
    private List<Outcome> stagedRaw(State state, ModelVolume volume) {
        return state.mountsOf(id, false).isEmpty()
                ? List.of(Outcome.ok(state.with(raw(volume).attached(true))))
                : Outcome.refused(state, Code.FAILED_PRECONDITION);
    }

    private static ModelVolume raw(ModelVolume volume) {
        return volume.with(volume.carried().raw());
    }

    private List<Outcome> stagedFilesystem(State state, ModelVolume volume) {
        Spot spot = state.spot(path).orElse(Spot.EMPTY_DIRECTORY);
        if (spot.shows(id) && !spot.node()) {
            boolean same = agrees(volume.carried().filesystem())
                    && spot.readOnly() == readsOnly(volume)
                    && spot.noatime() == use.asks("noatime", volume);
            return same ? List.of(Outcome.ok(state)) : Outcome.refused(state, Code.ALREADY_EXISTS);
        }
        if (spot.isMounted() || !spot.directory() || !state.mountsOf(id, true).isEmpty()) {
            return Outcome.refused(state, Code.FAILED_PRECONDITION);
        }
        Optional<Carried> carried = mountable(volume);
        if (carried.isEmpty()) {
            List<Outcome> refused = new ArrayList<>(Outcome.refused(state, Code.FAILED_PRECONDITION));
            if (volume.isRaw()) {
                refused.addAll(Outcome.refused(state.with(volume.attached(true)), Code.FAILED_PRECONDITION));
            }
            return refused;
        }
        return List.of(Outcome.ok(staged(state, volume, carried.get())));
    }

    private State staged(State state, ModelVolume volume, Carried carried) {
        return state.with(volume.with(carried).attached(volume.isRaw()))
                .with(
                        path,
                        Spot.EMPTY_DIRECTORY
                                .showing(id, false, readsOnly(volume))
                                .with(use.asks("noatime", volume)));
    }

    private boolean readsOnly(ModelVolume volume) {
        return use.readsOnly() || use.asks("ro", volume);
    }

    private boolean agrees(String filesystem) {
        return use.filesystem().isEmpty() || use.filesystem().equals(filesystem);
    }

    /** What the volume carries when it is mounted; empty where it can't be, and is never formatted over that. */
    private Optional<Carried> mountable(ModelVolume volume) {
        Carried carried = volume.carried();
        String type = type(volume);
        boolean fits = agrees(type) && !type.isEmpty();
        return switch (carried.stage()) {
            case BLANK, FORMATTING ->
                fits && Sizes.least(type) <= volume.size()
                        ? Optional.of(carried.formatted(type, volume.size()))
                        : Optional.empty();
            case FORMATTED, RAW -> fits ? Optional.of(carried) : Optional.empty();
        };
    }

    private String type(ModelVolume volume) {
        if (volume.carried().stage() != Carried.Stage.BLANK) {
            return volume.carried().filesystem();
        }
        return use.filesystem().isEmpty() ? volume.preferredFilesystem() : use.filesystem();
    }

    /** It may have come to any step: attached, mkfs begun, mkfs done, the directory made. */
    @Override
    public List<State> remains(State state) {
        if (state.volume(id).isEmpty() || !Paths.arePlain(path)) {
            return List.of();
        }
        ModelVolume volume = state.volume(id).orElseThrow();
        List<State> remains = new ArrayList<>();
        for (ModelVolume left : use.block() ? halfRaw(volume) : halfFormatted(volume)) {
            remains.add(state.with(left));
            if (!use.block() && state.spot(path).isEmpty()) {
                remains.add(state.with(left).with(path, Spot.EMPTY_DIRECTORY));
            }
        }
        return remains;
    }

    private static List<ModelVolume> halfRaw(ModelVolume volume) {
        return List.of(raw(volume), raw(volume).attached(true));
    }

    private List<ModelVolume> halfFormatted(ModelVolume volume) {
        List<ModelVolume> left = new ArrayList<>(List.of(volume));
        if (volume.isRaw()) {
            left.add(volume.attached(true));
        } else if (volume.carried().stage() != Carried.Stage.FORMATTED) {
            mountable(volume).ifPresent(carried -> {
                left.add(volume.with(volume.carried().formatting(carried.filesystem())));
                left.add(volume.with(carried));
            });
        }
        return left;
    }
}
