package dev.zonal.csi.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.concurrent.KeyedLocks.Attempt;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.VolumeId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class KeyedLocksTest {
    private static final HomeId HOME = new HomeId("aaaaaaaa");

    private final KeyedLocks locks = new KeyedLocks();

    @Test
    void whatIsHeldForOneselfIsBusyForEverybodyElse() {
        locks.tryAcquire(List.of(exclusive("a")));

        assertThat(locks.tryAcquire(List.of(exclusive("a")))).isEqualTo(new Attempt.Busy("a"));
        assertThat(locks.tryAcquire(List.of(shared("a")))).isEqualTo(new Attempt.Busy("a"));
        assertThat(locks.tryAcquire(List.of(exclusive("b")))).isInstanceOf(Attempt.Held.class);
    }

    @Test
    void readersShareAndKeepWritersAway() {
        Attempt first = locks.tryAcquire(List.of(shared("a")));
        Attempt second = locks.tryAcquire(List.of(shared("a")));
        release(first);

        assertThat(second).isInstanceOf(Attempt.Held.class);
        assertThat(locks.tryAcquire(List.of(exclusive("a")))).isEqualTo(new Attempt.Busy("a"));
        release(second);
        assertThat(locks.tryAcquire(List.of(exclusive("a")))).isInstanceOf(Attempt.Held.class);
    }

    @Test
    void whereOneKeyIsBusyNoneIsTaken() {
        locks.tryAcquire(List.of(exclusive("b")));

        Attempt attempt = locks.tryAcquire(List.of(exclusive("a"), shared("c"), exclusive("b")));

        assertThat(attempt).isEqualTo(new Attempt.Busy("b"));
        assertThat(locks.size()).isEqualTo(1);
    }

    @Test
    void anOperationNeverStandsInItsOwnWay() {
        Attempt both = locks.tryAcquire(List.of(exclusive("a"), shared("a"), exclusive("a")));

        assertThat(both).isInstanceOf(Attempt.Held.class);
        assertThat(locks.tryAcquire(List.of(shared("a")))).isEqualTo(new Attempt.Busy("a"));
        release(both);
        assertThat(locks.size()).isZero();
    }

    @Test
    void whatWasReleasedTwiceIsNotTakenFromTheNextHolder() {
        Attempt first = locks.tryAcquire(List.of(exclusive("a")));
        release(first);
        locks.tryAcquire(List.of(exclusive("a")));

        release(first);

        assertThat(locks.tryAcquire(List.of(exclusive("a")))).isEqualTo(new Attempt.Busy("a"));
    }

    @Test
    void aNameAndTheIdsThatItLeadsToMeetInOneKey() {
        locks.tryAcquire(List.of(Claim.exclusive(VolumeId.stemOf("pvc-1"))));

        assertThat(locks.tryAcquire(List.of(Claim.exclusive(VolumeId.of("pvc-1", HOME)))))
                .isInstanceOf(Attempt.Busy.class);
        assertThat(locks.tryAcquire(List.of(Claim.exclusive(SnapshotId.of("pvc-1", HOME)))))
                .isInstanceOf(Attempt.Held.class);
    }

    /** A step of somebody: a try for some keys, or the release of what was got earlier. */
    record Step(Set<Claim> claims, int release) {}

    @Property
    void anySequenceBehavesLikeASetOfReadersAndWriters(@ForAll("steps") List<Step> steps) {
        KeyedLocks keyed = new KeyedLocks();
        List<Attempt.Held> held = new ArrayList<>();
        List<Set<Claim>> model = new ArrayList<>();

        for (Step step : steps) {
            if (step.claims().isEmpty()) {
                if (!held.isEmpty()) {
                    int index = step.release() % held.size();
                    held.remove(index).close();
                    model.remove(index);
                }
            } else {
                boolean free = step.claims().stream().allMatch(wish -> isFree(model, wish));
                Attempt attempt = keyed.tryAcquire(step.claims());
                assertThat(attempt instanceof Attempt.Held).isEqualTo(free);
                if (attempt instanceof Attempt.Held got) {
                    held.add(got);
                    model.add(step.claims());
                }
            }
            assertThat(keyed.size()).isEqualTo(keys(model).size());
        }
        held.forEach(Attempt.Held::close);
        assertThat(keyed.size()).isZero();
    }

    private static boolean isFree(List<Set<Claim>> model, Claim wish) {
        return model.stream()
                .flatMap(Set::stream)
                .filter(other -> other.key().equals(wish.key()))
                .allMatch(other -> other.shared() && wish.shared());
    }

    private static Set<String> keys(List<Set<Claim>> model) {
        Set<String> keys = new HashSet<>();
        model.forEach(claims -> claims.forEach(claim -> keys.add(claim.key())));
        return keys;
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Claim> claim = Combinators.combine(Arbitraries.of("a", "b", "c"), Arbitraries.of(true, false))
                .as(Claim::new);
        return Combinators.combine(
                        claim.set().ofMaxSize(3), Arbitraries.integers().between(0, 100))
                .as(Step::new)
                .list()
                .ofMaxSize(40);
    }

    @Test
    void oneOfTwoThatWantTheSameKeysInAnotherOrderGetsThem() throws ExecutionException, InterruptedException {
        List<Claim> forth = List.of(exclusive("a"), exclusive("b"));
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                List<Claim> claims = i % 2 == 0 ? forth : forth.reversed();
                running.add(threads.submit(() -> {
                    for (int round = 0; round < 1000; round++) {
                        Attempt attempt = acquired(claims);
                        assertThat(inside.incrementAndGet()).isEqualTo(1);
                        inside.decrementAndGet();
                        done.incrementAndGet();
                        release(attempt);
                    }
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }

        assertThat(done).hasValue(4000);
        assertThat(locks.size()).isZero();
    }

    private Attempt acquired(List<Claim> claims) {
        while (true) {
            Attempt attempt = locks.tryAcquire(claims);
            if (attempt instanceof Attempt.Held) {
                return attempt;
            }
            Thread.onSpinWait();
        }
    }

    private static void release(Attempt attempt) {
        ((Attempt.Held) attempt).close();
    }

    private static Claim exclusive(String key) {
        return new Claim(key, false);
    }

    private static Claim shared(String key) {
        return new Claim(key, true);
    }
}
