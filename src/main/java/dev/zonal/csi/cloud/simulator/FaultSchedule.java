package dev.zonal.csi.cloud.simulator;

import dev.zonal.csi.cloud.ApiCall;
import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.CloudException.Kind;
import dev.zonal.csi.cloud.FaultEffect;
import dev.zonal.csi.cloud.FaultPlan;
import dev.zonal.csi.cloud.PlannedFault;
import dev.zonal.csi.cloud.simulator.ControlRecord.FaultRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Fault injection: the planned faults, which are durable, and what becomes of a call that meets some of them. */
final class FaultSchedule {
    private static final int WHOLE = 1_000_000;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Set<ApiCall> MAKERS =
            Collections.unmodifiableSet(EnumSet.of(ApiCall.CREATE_DISK, ApiCall.CREATE_SNAPSHOT));

    private final World world;
    private final RandomGenerator random;

    /** @param random drawn from for each fault that could meet a call, so that the same calls meet the same faults */
    FaultSchedule(World world, RandomGenerator random) {
        this.world = world;
        this.random = random;
    }

    PlannedFault add(FaultPlan plan) {
        plan.zone().ifPresent(world::region);
        requireMaker(plan);
        ControlRecord control = world.control();
        FaultRecord fault = new FaultRecord(
                "fault-" + control.nextFault(),
                plan.call().map(ApiCall::name),
                plan.effect().name(),
                (int) Math.max(1, Math.round(plan.probability() * WHOLE)),
                plan.latency().toMillis(),
                plan.times().isPresent() ? Optional.of(plan.times().getAsInt()) : Optional.empty(),
                plan.zone(),
                0);
        List<FaultRecord> all = new ArrayList<>(control.faults());
        all.add(fault);
        world.control(control.withFaults(control.nextFault() + 1, all));
        return view(fault);
    }

    /** What other calls are about can't come to nothing later. */
    private static void requireMaker(FaultPlan plan) {
        plan.call()
                .filter(call -> fate(plan.effect()).isPresent() && !MAKERS.contains(call))
                .ifPresent(call -> {
                    throw new CloudException(
                            Kind.INVALID,
                            call.word() + " makes nothing that could fail or vanish later; "
                                    + MAKERS.stream().map(ApiCall::word).collect(Collectors.joining(" and ")) + " do");
                });
    }

    List<PlannedFault> all() {
        return world.control().faults().stream().map(FaultSchedule::view).toList();
    }

    void clear(Optional<String> id) {
        ControlRecord control = world.control();
        List<FaultRecord> left = control.faults().stream()
                .filter(fault -> id.isPresent() && !fault.id().equals(id.get()))
                .toList();
        if (id.isPresent() && left.size() == control.faults().size()) {
            throw new CloudException(
                    Kind.NOT_FOUND, "there is no fault " + id.get() + "; zonal cloud fault list shows all");
        }
        world.control(control.withFaults(control.nextFault(), left));
    }

    /**
     * A call comes.
     *
     * @param zones that it is about
     */
    Admission meet(ApiCall call, Set<String> zones) {
        Duration latency = Duration.ZERO;
        Fate fate = Fate.READY;
        Optional<CloudException> before = Optional.empty();
        Optional<CloudException> after = Optional.empty();
        List<FaultEffect> struck = new ArrayList<>();
        for (FaultRecord fault : hits(call, zones)) {
            FaultEffect effect = FaultEffect.valueOf(fault.effect());
            struck.add(effect);
            latency = latency.plusMillis(fault.latencyMillis());
            fate = fate(effect).orElse(fate);
            Optional<CloudException> failure = effect.kind().map(kind -> failure(kind, call, fault.id()));
            before = effect.isAfterSuccess() ? before : before.or(() -> failure);
            after = effect.isAfterSuccess() ? after.or(() -> failure) : after;
        }
        return new Admission(struck, latency, fate, before, after);
    }

    private static Optional<Fate> fate(FaultEffect effect) {
        return switch (effect) {
            case VANISHES_LATER -> Optional.of(Fate.GONE);
            case FAILS_LATER -> Optional.of(Fate.FAILED);
            case SLOW,
                    THROTTLED,
                    NOT_FOUND,
                    CONFLICT,
                    QUOTA,
                    SOLD_OUT,
                    UNAVAILABLE,
                    INTERNAL,
                    TIMEOUT_AFTER_SUCCESS,
                    THROTTLED_AFTER_SUCCESS -> Optional.empty();
        };
    }

    private static CloudException failure(Kind kind, ApiCall call, String fault) {
        String sentence = call.word() + " met " + fault + ", which was planned";
        return kind == Kind.THROTTLED
                ? new CloudException(kind, sentence, RETRY_AFTER)
                : new CloudException(kind, sentence);
    }

    /** The faults that this call meets, counted. */
    private List<FaultRecord> hits(ApiCall call, Set<String> zones) {
        ControlRecord control = world.control();
        List<FaultRecord> hits = new ArrayList<>();
        List<FaultRecord> counted = new ArrayList<>();
        for (FaultRecord fault : control.faults()) {
            boolean hit = isAbout(fault, call, zones) && random.nextInt(WHOLE) < fault.probability();
            counted.add(hit ? oneMore(fault) : fault);
            if (hit) {
                hits.add(fault);
            }
        }
        if (!hits.isEmpty()) {
            world.control(control.withFaults(control.nextFault(), counted));
        }
        return hits;
    }

    private static boolean isAbout(FaultRecord fault, ApiCall call, Set<String> zones) {
        return fault.call().map(call.name()::equals).orElse(true)
                && fault.zone().map(zones::contains).orElse(true)
                && fault.times().map(times -> fault.hits() < times).orElse(true);
    }

    private static FaultRecord oneMore(FaultRecord fault) {
        return new FaultRecord(
                fault.id(),
                fault.call(),
                fault.effect(),
                fault.probability(),
                fault.latencyMillis(),
                fault.times(),
                fault.zone(),
                fault.hits() + 1);
    }

    private static PlannedFault view(FaultRecord fault) {
        return new PlannedFault(
                fault.id(),
                new FaultPlan(
                        fault.call().map(ApiCall::valueOf),
                        FaultEffect.valueOf(fault.effect()),
                        fault.probability() / (double) WHOLE,
                        Duration.ofMillis(fault.latencyMillis()),
                        fault.times().map(OptionalInt::of).orElse(OptionalInt.empty()),
                        fault.zone()),
                fault.hits());
    }
}
