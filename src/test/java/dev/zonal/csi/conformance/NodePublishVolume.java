package dev.zonal.csi.conformance;

import dev.zonal.csi.SimulatedDriver;
import dev.zonal.csi.v1.NodePublishVolumeRequest;
import dev.zonal.csi.v1.VolumeCapability.AccessMode.Mode;
import io.grpc.Status.Code;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

record NodePublishVolume(String id, String staging, String target, Use use, boolean readonly) implements Command {
    @Override
    public Reply run(SimulatedDriver driver) {
        return Reply.of(
                driver.node()::nodePublishVolume,
                NodePublishVolumeRequest.newBuilder()
                        .setVolumeId(id)
                        .setStagingTargetPath(staging)
                        .setTargetPath(target)
                        .setVolumeCapability(use.message())
                        .setReadonly(readonly)
                        .build());
    }

    @Override
    public List<Outcome> outcomes(State state) {
        Set<Code> reasons = EnumSet.noneOf(Code.class);
        if (id.isEmpty() || target.isEmpty() || !use.isServed()) {
            reasons.add(Code.INVALID_ARGUMENT);
        } else if (staging.isEmpty()) {
            reasons.add(Code.FAILED_PRECONDITION);
        } else if (state.volume(id).isEmpty()) {
            reasons.add(Code.NOT_FOUND);
        } else if (!Paths.arePlain(target, staging) || target.equals(staging)) {
            reasons.add(Code.INVALID_ARGUMENT);
        }
        return reasons.isEmpty() ? published(state, state.volume(id).orElseThrow()) : Outcome.refused(state, reasons);
    }

    private List<Outcome> published(State state, ModelVolume volume) {
        if (!isStaged(state, volume)) {
            return Outcome.refused(state, Code.FAILED_PRECONDITION);
        }
        Spot spot = state.spot(target).orElse(Spot.empty(use.block()));
        boolean noatime = !use.block() && use.asks("noatime", volume);
        boolean stagedSo =
                !use.block() && state.spot(staging).filter(Spot::noatime).isPresent();
        Spot wanted = Spot.empty(use.block())
                .showing(id, use.block(), readsOnly(state, volume))
                .with(stagedSo);
        if (spot.shows(id)) {
            boolean same = spot.with(stagedSo).equals(wanted) && (spot.noatime() || !noatime);
            return same ? List.of(Outcome.ok(state)) : Outcome.refused(state, Code.ALREADY_EXISTS);
        }
        boolean inTheWay = spot.isMounted() || spot.directory() == use.block();
        boolean otherwise = noatime && !stagedSo;
        return inTheWay || otherwise || hasItsWriter(state) || isShownOtherwise(state, wanted)
                ? Outcome.refused(state, Code.FAILED_PRECONDITION)
                : List.of(Outcome.ok(state.with(target, wanted)));
    }

    private boolean isStaged(State state, ModelVolume volume) {
        return use.block()
                ? volume.isRaw()
                        && volume.attached()
                        && state.mountsOf(id, false).isEmpty()
                : state.spot(staging)
                        .filter(spot -> spot.shows(id) && !spot.node())
                        .isPresent();
    }

    /** A raw device with writes and one without are two, each with a cache of its own. */
    private boolean isShownOtherwise(State state, Spot wanted) {
        return use.block()
                && state.mountsOf(id, true).stream()
                        .anyMatch(path -> state.spot(path)
                                .filter(spot -> spot.readOnly() != wanted.readOnly())
                                .isPresent());
    }

    private boolean readsOnly(State state, ModelVolume volume) {
        boolean stagedSo =
                !use.block() && state.spot(staging).filter(Spot::readOnly).isPresent();
        return readonly || use.readsOnly() || stagedSo || (!use.block() && use.asks("ro", volume));
    }

    private boolean hasItsWriter(State state) {
        return use.mode() == Mode.SINGLE_NODE_SINGLE_WRITER
                && state.mountsOf(id).stream().anyMatch(path -> !path.equals(target) && !path.equals(staging));
    }

    @Override
    public List<State> remains(State state) {
        List<State> remains = new ArrayList<>();
        if (state.volume(id).isPresent()
                && Paths.arePlain(target)
                && state.spot(target).isEmpty()) {
            remains.add(state.with(target, Spot.empty(use.block())));
        }
        return remains;
    }
}
