package dev.zonal.csi.backend.local.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zonal.csi.backend.local.pool.PoolSpec;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.StorageException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;

/** What is promised adds up, whatever is reserved, kept, given back and corrected in whatever order. */
class LedgerTest {
    private static final long MAXIMUM = 1L << 50;
    private static final long GIB = 1L << 30;

    /** In gibibytes. */
    private static Occupancy space(long free, long images) {
        return Occupancy.of(100 * GIB, free * GIB, images * GIB);
    }

    private static ByteSize bytes(long bytes) {
        return ByteSize.ofBytes(bytes);
    }

    private static Charge volume(long gibibytes) {
        return Charge.ofVolume(ByteSize.ofGibibytes(gibibytes));
    }

    private static Charge snapshot(long gibibytes) {
        return Charge.ofSnapshot(ByteSize.ofGibibytes(gibibytes));
    }

    private static Ledger ledger(double overcommit) {
        return new Ledger("p", overcommit, new SpaceSource());
    }

    private static ByteSize thin(Ledger ledger, Occupancy seen) {
        return ledger.available(Provisioning.THIN, seen);
    }

    /** So much, but for a hundredth of all that is promised. */
    private static void about(long gibibytes, ByteSize found) {
        assertThat(found.bytes()).isBetween((gibibytes - 1) * GIB, gibibytes * GIB);
    }

    @Example
    void anEmptyPoolCanPromiseWhatIsFreeButForTheFilesystemsNeeds() {
        Ledger ledger = ledger(1.0);

        about(90, thin(ledger, space(90, 0)));
        assertThat(thin(ledger, space(90, 0))).isLessThan(ByteSize.ofGibibytes(90));
        assertThat(ledger.available(Provisioning.THICK, space(90, 0))).isEqualTo(thin(ledger, space(90, 0)));
    }

    @Example
    void whatIsPromisedCountsWhetherItIsWrittenOrNot() {
        Ledger ledger = ledger(1.0);
        ledger.reserve(volume(60), Provisioning.THIN, space(100, 0)).keep();

        about(40, thin(ledger, space(100, 0)));
        assertThat(thin(ledger, space(70, 30))).isEqualTo(thin(ledger, space(100, 0)));
        assertThat(thin(ledger, space(40, 60))).isEqualTo(thin(ledger, space(100, 0)));
    }

    @Example
    void whatOthersWriteIsNotOfferedAndNotEvenWhereItIsStillFree() {
        Ledger ledger = ledger(1.0);
        ledger.reserve(volume(60), Provisioning.THIN, space(100, 0)).keep();

        about(30, thin(ledger, space(90, 0)));
        about(30, thin(ledger, space(30, 60)));
        assertThat(thin(ledger, space(60, 0))).isEqualTo(ByteSize.ZERO);
        assertThat(thin(ledger, space(10, 20))).isEqualTo(ByteSize.ZERO);
    }

    @Example
    void whatIsSharedMayHaveToBeWrittenOnceMore() {
        Ledger ledger = ledger(1.0);
        ledger.enter(volume(40));
        ledger.enter(snapshot(40));

        about(20, thin(ledger, space(60, 40)));
        about(20, thin(ledger, space(20, 80)));
    }

    @Example
    void overcommitPromisesMoreThanThereIsButThickVolumesNeedTheSpace() {
        Ledger ledger = ledger(3.0);
        ledger.reserve(volume(100), Provisioning.THIN, space(100, 0)).keep();

        about(198, thin(ledger, space(80, 20)));
        about(80, ledger.available(Provisioning.THICK, space(80, 20)));
        assertThat(thin(ledger, space(0, 100))).isEqualTo(ByteSize.ZERO);
    }

    @Example
    void poolsThatTakeTheirBlocksFromOneFilesystemCountEachOther() {
        SpaceSources sources = new SpaceSources();
        Ledger one = new Ledger("one", 1.0, sources.on(1));
        Ledger other = new Ledger("other", 1.0, sources.on(1));
        sources.count(one);
        sources.count(other);
        one.reserve(volume(60), Provisioning.THIN, space(100, 0)).keep();

        about(40, thin(other, space(100, 0)));
        about(40, thin(one, space(70, 30)));
        about(40, thin(other, space(70, 0)));
        assertThat(other.tryReserve(volume(50), Provisioning.THIN, space(70, 0)))
                .isEmpty();
    }

    @Example
    void aPoolIsCountedByWhatWasKnownOfItUntilItIsOpenAgain() {
        SpaceSources sources = new SpaceSources();
        Ledger before = new Ledger("one", 1.0, sources.on(1));
        Ledger other = new Ledger("other", 1.0, sources.on(1));
        sources.count(before);
        sources.count(other);
        before.reserve(volume(60), Provisioning.THIN, space(100, 0)).keep();

        Ledger opened = new Ledger("one", 1.0, sources.on(1));
        opened.enter(volume(60));
        about(40, thin(other, space(100, 0)));
        about(
                100,
                ByteSize.ofBytes(thin(opened, space(100, 0)).bytes()
                        + volume(60).reserved().bytes()));
        sources.count(opened);
        about(40, thin(other, space(100, 0)));

        sources.count(new Ledger("one", 1.0, sources.on(2)));
        about(100, thin(other, space(100, 0)));
    }

    @Example
    void aFileWithHolesOffersWhatItsHostHas() {
        SpaceSources sources = new SpaceSources();
        Ledger ledger = new Ledger("p", 1.0, sources.on(1));
        sources.count(ledger);
        Occupancy fresh = new Occupancy(100 * GIB, 100 * GIB, 0, 100 * GIB, 30 * GIB);

        about(30, thin(ledger, fresh));
        ledger.reserve(volume(20), Provisioning.THIN, fresh).keep();
        about(10, thin(ledger, fresh));
        Ledger second = new Ledger("q", 1.0, sources.on(1));
        about(10, thin(second, fresh));
        about(10, thin(ledger, new Occupancy(100 * GIB, 80 * GIB, 20 * GIB, 80 * GIB, 10 * GIB)));
        assertThat(thin(ledger, new Occupancy(100 * GIB, 80 * GIB, 20 * GIB, 80 * GIB, 0)))
                .isEqualTo(ByteSize.ZERO);
    }

    @Example
    void aFileWithAllItsBlocksNeedsNothingOfItsHost() {
        Ledger ledger = ledger(1.0);

        about(90, thin(ledger, new Occupancy(100 * GIB, 90 * GIB, 0, 0, 0)));
    }

    @Example
    void aRefusalSaysWhatThereIsAndWhatIsMissing() {
        Ledger ledger = new Ledger("nvme", 1.0, new SpaceSource());
        ledger.reserve(volume(6), Provisioning.THIN, space(10, 0)).keep();

        assertThatExceptionOfType(StorageException.ResourceExhausted.class)
                .isThrownBy(() -> ledger.reserve(volume(5), Provisioning.THIN, space(9, 1)))
                .withMessageMatching("pool 'nvme' has \\w+ left to promise \\(6Gi reserved, 9Gi free,"
                        + " \\w+ promised and not written yet\\), and 5Gi are needed");
        assertThat(ledger.charged().reserved()).isEqualTo(ByteSize.ofGibibytes(6));
    }

    @Example
    void aReservationThatIsNotKeptIsGivenBack() {
        Ledger ledger = ledger(1.0);
        try (Reservation room = ledger.reserve(volume(60), Provisioning.THIN, space(100, 0))) {
            assertThat(ledger.charged()).isEqualTo(volume(60));
            room.correctTo(snapshot(70), space(100, 0));
            assertThat(ledger.charged()).isEqualTo(snapshot(70));
        }

        assertThat(ledger.charged()).isEqualTo(Charge.NOTHING);
    }

    @Example
    void aCorrectionToMoreIsCheckedAndOneToLessNever() {
        Ledger ledger = ledger(1.0);
        ledger.enter(volume(50));
        try (Reservation room = ledger.reserve(snapshot(20), Provisioning.THIN, space(50, 50 - 20))) {
            assertThatExceptionOfType(StorageException.ResourceExhausted.class)
                    .isThrownBy(() -> room.correctTo(snapshot(40), space(50, 30)));
            assertThat(ledger.charged().reserved()).isEqualTo(ByteSize.ofGibibytes(70));
            room.correctTo(snapshot(5), space(0, 30));
            assertThat(ledger.charged().reserved()).isEqualTo(ByteSize.ofGibibytes(55));
        }
    }

    @Example
    void snapshotsAreReservedButNotLogical() {
        Ledger ledger = ledger(1.0);
        ledger.enter(volume(60));
        ledger.enter(snapshot(20));

        assertThat(ledger.charged().logical()).isEqualTo(ByteSize.ofGibibytes(60));
        assertThat(ledger.charged().reserved()).isEqualTo(ByteSize.ofGibibytes(80));
    }

    record Step(boolean volume, long gibibytes, boolean kept, long correctedTo) {
        Charge charge() {
            return volume ? LedgerTest.volume(gibibytes) : snapshot(gibibytes);
        }

        Charge measured() {
            return volume ? charge() : snapshot(Math.min(gibibytes, correctedTo));
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Long> sizes = Arbitraries.longs().between(0, 30);
        return Combinators.combine(Arbitraries.of(true, false), sizes, Arbitraries.of(true, false), sizes)
                .as(Step::new)
                .list()
                .ofMaxSize(40);
    }

    @Property
    void reservedIsAlwaysTheSumOfWhatIsKept(@ForAll("steps") List<Step> steps) {
        Ledger ledger = ledger(1.0);
        List<Charge> kept = new ArrayList<>();
        Occupancy seen = space(100, 0);
        for (Step step : steps) {
            boolean fits = !step.charge().reserved().isMoreThan(thin(ledger, seen));
            try (Reservation room = ledger.reserve(step.charge(), Provisioning.THIN, seen)) {
                assertThat(fits).isTrue();
                room.correctTo(step.measured(), seen);
                if (step.kept) {
                    room.keep();
                    kept.add(step.measured());
                }
            } catch (StorageException.ResourceExhausted refused) {
                assertThat(fits).isFalse();
            }
            assertThat(ledger.charged()).isEqualTo(kept.stream().reduce(Charge.NOTHING, Charge::plus));
        }
        kept.forEach(ledger::strike);
        assertThat(ledger.charged()).isEqualTo(Charge.NOTHING);
    }

    @Property
    void availableIsNeverNegativeNeverMoreThanFreeAllowsAndExactlyPromisable(
            @ForAll @LongRange(min = 0, max = MAXIMUM) long free,
            @ForAll @LongRange(min = 0, max = MAXIMUM) long images,
            @ForAll @LongRange(min = 0, max = MAXIMUM) long reserved,
            @ForAll @DoubleRange(min = 0.01, max = PoolSpec.MAXIMUM_OVERCOMMIT) double overcommit) {
        Ledger ledger = ledger(overcommit);
        ledger.enter(Charge.ofVolume(bytes(reserved)));
        Occupancy seen = Occupancy.of(free + images, free, images);

        for (Provisioning provisioning : Provisioning.values()) {
            ByteSize available = ledger.available(provisioning, seen);
            assertThat(available.bytes()).isBetween(0L, (long) (free * overcommit));
            if (!available.isZero()) {
                ledger.reserve(Charge.ofVolume(available), provisioning, seen).close();
            }
            assertThat(ledger.tryReserve(Charge.ofVolume(available.plus(bytes(1))), provisioning, seen))
                    .isEmpty();
        }
        assertThat(ledger.available(Provisioning.THICK, seen).bytes()).isLessThanOrEqualTo(free);
    }

    @Example
    void callersTogetherNeverGetMoreThanThereIs() throws Exception {
        Ledger ledger = ledger(1.0);
        Occupancy seen = space(100, 0);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Boolean> caller =
                    () -> ledger.tryReserve(volume(3), Provisioning.THIN, seen).isPresent();
            List<Future<Boolean>> answers = threads.invokeAll(Collections.nCopies(500, caller));

            int granted = 0;
            for (Future<Boolean> answer : answers) {
                granted += answer.get() ? 1 : 0;
            }
            assertThat(granted).isEqualTo(99 / 3);
            assertThat(ledger.charged().reserved()).isEqualTo(ByteSize.ofGibibytes(99));
        }
    }
}
