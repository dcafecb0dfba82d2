package dev.zonal.csi.conformance;

import dev.zonal.csi.SimulatedDriver;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.CreateVolumeResponse;
import dev.zonal.csi.v1.Volume;
import io.grpc.Status.Code;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

record CreateVolume(String name, Range range, List<Use> uses, Parameters parameters, Origin origin, Place place)
        implements Command {
    static CreateVolume of(String name, long size, Use use) {
        return new CreateVolume(name, new Range(size, 0), List.of(use), Parameters.NONE, Origin.NONE, Place.ANY);
    }

    CreateVolume from(Origin source) {
        return new CreateVolume(name, range, uses, parameters, source, place);
    }

    @Override
    public Reply run(SimulatedDriver driver) {
        CreateVolumeRequest.Builder request = CreateVolumeRequest.newBuilder()
                .setName(name)
                .setCapacityRange(range.message())
                .putAllParameters(parameters.message())
                .setAccessibilityRequirements(place.message());
        uses.forEach(use -> request.addVolumeCapabilities(use.message()));
        if (!origin.isNone()) {
            request.setVolumeContentSource(origin.message());
        }
        return Reply.of(driver.controller()::createVolume, request.build());
    }

    @Override
    public List<Outcome> outcomes(State state) {
        Set<Code> reasons = EnumSet.noneOf(Code.class);
        if (isMalformed()) {
            reasons.add(Code.INVALID_ARGUMENT);
        }
        if (!origin.isNone() && origin.kind() == Ids.FOREIGN) {
            reasons.add(Code.NOT_FOUND);
        }
        if (!reasons.isEmpty()) {
            return Outcome.refused(state, reasons);
        }
        return state.volumeNamed(name)
                .map(volume ->
                        satisfies(volume) ? List.of(made(state, volume)) : Outcome.refused(state, Code.ALREADY_EXISTS))
                .orElseGet(() -> outcomesOfNew(state));
    }

    private boolean isMalformed() {
        return name.isEmpty()
                || uses.isEmpty()
                || !uses.stream().allMatch(Use::isServed)
                || range.isMalformed()
                || parameters.isMalformed();
    }

    private boolean satisfies(ModelVolume volume) {
        return range.contains(volume.size())
                && volume.source().equals(origin.id())
                && place.isHere()
                && parameters.fit(volume)
                && uses.stream().allMatch(volume::covers);
    }

    private List<Outcome> outcomesOfNew(State state) {
        Set<Code> reasons = EnumSet.noneOf(Code.class);
        if (!place.isHere() || origin.kind() == Ids.ELSEWHERE) {
            reasons.add(Code.RESOURCE_EXHAUSTED);
        }
        return origin.isNone() ? outcomesOfBlank(state, reasons) : outcomesOfCopy(state, reasons);
    }

    private List<Outcome> outcomesOfBlank(State state, Set<Code> reasons) {
        String pool = parameters.poolOr(World.POOLS.getFirst());
        if (!World.POOLS.contains(pool)) {
            reasons.add(Code.RESOURCE_EXHAUSTED);
        }
        return sized(state, pool, Sizes.ofNew(range, Sizes.least(uses)), Carried.NOTHING, reasons);
    }

    private List<Outcome> outcomesOfCopy(State state, Set<Code> reasons) {
        return origin.in(state).map(source -> copied(state, source, reasons)).orElseGet(() -> {
            reasons.add(Code.NOT_FOUND);
            if (!parameters.pool().isEmpty()) {
                reasons.add(Code.INVALID_ARGUMENT);
            }
            return Outcome.refused(state, reasons);
        });
    }

    private List<Outcome> copied(State state, Origin.Found source, Set<Code> reasons) {
        boolean otherFilesystem = !source.carried().known().isEmpty()
                && uses.stream()
                        .anyMatch(use -> !use.filesystem().isEmpty()
                                && !use.filesystem().equals(source.carried().known()));
        if (otherFilesystem || !parameters.poolOr(source.pool()).equals(source.pool())) {
            reasons.add(Code.INVALID_ARGUMENT);
        }
        boolean smaller = range.required() != 0 && fresh(source) < source.size();
        OptionalLong size = smaller ? OptionalLong.empty() : Sizes.atLeast(range, needed(source));
        return sized(state, source.pool(), size, source.carried(), reasons);
    }

    /** What the request would make without the source, for the filesystem that the source carries. */
    private long fresh(Origin.Found source) {
        String carried = source.carried().known();
        long least = Math.max(Sizes.least(uses), carried.isEmpty() ? 0 : Sizes.least(carried));
        return Sizes.inBlocks(Math.max(range.required(), least));
    }

    /** A copy of what is blank is formatted later, and has to be large enough for that. */
    private long needed(Origin.Found source) {
        return source.carried().stage() == Carried.Stage.BLANK
                ? Math.max(source.size(), Sizes.least(uses))
                : source.size();
    }

    private List<Outcome> sized(State state, String pool, OptionalLong size, Carried carried, Set<Code> reasons) {
        if (size.isEmpty()) {
            reasons.add(Code.OUT_OF_RANGE);
        }
        if (!reasons.isEmpty()) {
            return Outcome.refused(state, reasons);
        }
        ModelVolume volume = new ModelVolume(
                World.volumeId(name, pool),
                name,
                pool,
                size.getAsLong(),
                Set.copyOf(uses),
                parameters.isThick(),
                parameters.mountOptionList(),
                origin.id(),
                carried,
                false);
        return Room.forNew(state, pool, volume.size(), made(state.with(volume), volume));
    }

    private Outcome made(State next, ModelVolume volume) {
        return Outcome.ok(next, CreateVolumeResponse.class, answer -> tells(answer.getVolume(), volume));
    }

    static boolean tells(Volume message, ModelVolume volume) {
        var source = message.getContentSource();
        String from = source.hasSnapshot()
                ? source.getSnapshot().getSnapshotId()
                : source.getVolume().getVolumeId();
        return message.getVolumeId().equals(volume.id())
                && message.getCapacityBytes() == volume.size()
                && from.equals(volume.source())
                && message.getAccessibleTopologyCount() == 1
                && message.getAccessibleTopology(0).getSegmentsMap().equals(World.HERE.segments());
    }
}
