package dev.zonal.csi.cloud.simulator;

import dev.zonal.csi.cloud.ApiCall;
import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.CloudException.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** What every call of the API passes through: the rate limit of its account, then the planned faults. */
final class Gate {
    private final World world;
    private final WorldThread thread;
    private final FaultSchedule faults;
    private final TokenBuckets buckets;
    private final Consumer<Duration> pauses;
    private volatile CallWatch watch = CallWatch.NONE;

    Gate(World world, WorldThread thread, FaultSchedule faults, TokenBuckets buckets, Consumer<Duration> pauses) {
        this.world = world;
        this.thread = thread;
        this.faults = faults;
        this.buckets = buckets;
        this.pauses = pauses;
    }

    /** From now on that is told of every call. */
    void watch(CallWatch watching) {
        watch = watching;
    }

    FaultSchedule faults() {
        return faults;
    }

    /**
     * Makes a call.
     *
     * @param zones that it is about
     * @param work what it does, knowing the fate of what it makes
     */
    <T> T call(String account, ApiCall call, Supplier<Set<String>> zones, Function<Fate, T> work) {
        Optional<Kind> failure = Optional.of(Kind.INTERNAL);
        try {
            T answer = through(account, call, zones, work);
            failure = Optional.empty();
            return answer;
        } catch (CloudException refused) {
            failure = Optional.of(refused.kind());
            throw refused;
        } finally {
            watch.ended(call, failure);
        }
    }

    private <T> T through(String account, ApiCall call, Supplier<Set<String>> zones, Function<Fate, T> work) {
        Admission admission = thread.run(() -> {
            buckets.take(account, call, world.now());
            return faults.meet(call, zones.get());
        });
        admission.struck().forEach(effect -> watch.struck(call, effect));
        if (admission.latency().isPositive()) {
            pauses.accept(admission.latency());
        }
        if (admission.before().isPresent()) {
            throw admission.before().get();
        }
        T answer = thread.run(() -> work.apply(admission.fate()));
        if (admission.after().isPresent()) {
            throw admission.after().get();
        }
        return answer;
    }
}
