package dev.zonal.csi.backend.local.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zonal.csi.backend.local.pool.PoolSpec;
import dev.zonal.csi.host.SpaceUsage;
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

    private static SpaceUsage space(long total, long available) {
        return new SpaceUsage(total, available, available, 0, 0, 0);
    }

    private static ByteSize bytes(long bytes) {
        return ByteSize.ofBytes(bytes);
    }

    private static Charge volume(long bytes) {
        return Charge.ofVolume(bytes(bytes));
    }

    @Example
    void anEmptyPoolCanPromiseWhatIsFree() {
        Ledger ledger = new Ledger("p", 1.0);

        assertThat(ledger.available(Provisioning.THIN, space(100, 90))).isEqualTo(bytes(90));
        assertThat(ledger.available(Provisioning.THICK, space(100, 90))).isEqualTo(bytes(90));
    }

    @Example
    void whatIsPromisedCountsWhetherItIsWrittenOrNot() {
        Ledger ledger = new Ledger("p", 1.0);
        ledger.reserve(volume(60), Provisioning.THIN, space(100, 100)).keep();

        assertThat(ledger.available(Provisioning.THIN, space(100, 100))).isEqualTo(bytes(40));
        assertThat(ledger.available(Provisioning.THIN, space(100, 40))).isEqualTo(bytes(40));
        assertThat(ledger.available(Provisioning.THIN, space(100, 10))).isEqualTo(bytes(10));
    }

    @Example
    void overcommitPromisesMoreThanThereIsButThickVolumesNeedTheSpace() {
        Ledger ledger = new Ledger("p", 3.0);
        ledger.reserve(volume(100), Provisioning.THIN, space(100, 100)).keep();

        assertThat(ledger.available(Provisioning.THIN, space(100, 80))).isEqualTo(bytes(200));
        assertThat(ledger.available(Provisioning.THICK, space(100, 80))).isEqualTo(bytes(80));
        assertThat(ledger.available(Provisioning.THIN, space(100, 0))).isEqualTo(bytes(0));
    }

    @Example
    void whatTheFilesystemKeepsForItselfIsNotPromised() {
        Ledger ledger = new Ledger("p", 1.0);
        ledger.setImages(bytes(30), space(100, 60));

        ledger.reserve(volume(60), Provisioning.THIN, space(100, 60)).keep();

        assertThat(ledger.available(Provisioning.THIN, space(100, 60))).isEqualTo(bytes(30));
    }

    @Example
    void sharedBytesThatCountTwiceHideNothing() {
        Ledger ledger = new Ledger("p", 1.0);
        ledger.setImages(bytes(500), space(100, 60));

        assertThat(ledger.available(Provisioning.THIN, space(100, 100))).isEqualTo(bytes(100));
    }

    @Example
    void aRefusalSaysWhatThereIsAndWhatIsMissing() {
        Ledger ledger = new Ledger("nvme", 1.0);
        ledger.reserve(Charge.ofVolume(ByteSize.ofGibibytes(6)), Provisioning.THIN, space(10L << 30, 10L << 30))
                .keep();

        assertThatExceptionOfType(StorageException.ResourceExhausted.class)
                .isThrownBy(() -> ledger.reserve(
                        Charge.ofVolume(ByteSize.ofGibibytes(5)), Provisioning.THIN, space(10L << 30, 9L << 30)))
                .withMessage(
                        "pool 'nvme' has 4Gi left to promise (6Gi reserved of 10Gi, 9Gi free), and 5Gi are needed");
        assertThat(ledger.charged().reserved()).isEqualTo(ByteSize.ofGibibytes(6));
    }

    @Example
    void aReservationThatIsNotKeptIsGivenBack() {
        Ledger ledger = new Ledger("p", 1.0);
        try (Reservation room = ledger.reserve(volume(60), Provisioning.THIN, space(100, 100))) {
            assertThat(ledger.charged()).isEqualTo(volume(60));
            room.correctTo(Charge.ofSnapshot(bytes(70)));
            assertThat(ledger.charged()).isEqualTo(Charge.ofSnapshot(bytes(70)));
        }

        assertThat(ledger.charged()).isEqualTo(Charge.NOTHING);
    }

    @Example
    void snapshotsAreReservedButNotLogical() {
        Ledger ledger = new Ledger("p", 1.0);
        ledger.enter(volume(60));
        ledger.enter(Charge.ofSnapshot(bytes(20)));

        assertThat(ledger.charged().logical()).isEqualTo(bytes(60));
        assertThat(ledger.charged().reserved()).isEqualTo(bytes(80));
    }

    record Step(boolean volume, long bytes, boolean kept, long correctedTo) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Long> sizes = Arbitraries.longs().between(0, 1000);
        return Combinators.combine(Arbitraries.of(true, false), sizes, Arbitraries.of(true, false), sizes)
                .as(Step::new)
                .list()
                .ofMaxSize(40);
    }

    @Property
    void reservedIsAlwaysTheSumOfWhatIsKept(@ForAll("steps") List<Step> steps) {
        Ledger ledger = new Ledger("p", 1.0);
        List<Charge> kept = new ArrayList<>();
        for (Step step : steps) {
            Charge asked = step.volume ? volume(step.bytes) : Charge.ofSnapshot(bytes(step.bytes));
            boolean fits = !asked.reserved().isMoreThan(ledger.available(Provisioning.THIN, space(5000, 5000)));
            try (Reservation room = ledger.reserve(asked, Provisioning.THIN, space(5000, 5000))) {
                assertThat(fits).isTrue();
                Charge measured = step.volume ? asked : Charge.ofSnapshot(bytes(step.correctedTo));
                room.correctTo(measured);
                if (step.kept) {
                    room.keep();
                    kept.add(measured);
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
            @ForAll @LongRange(min = 0, max = MAXIMUM) long total,
            @ForAll @LongRange(min = 0, max = MAXIMUM) long free,
            @ForAll @LongRange(min = 0, max = MAXIMUM) long reserved,
            @ForAll @DoubleRange(min = 0.01, max = PoolSpec.MAXIMUM_OVERCOMMIT) double overcommit) {
        Ledger ledger = new Ledger("p", overcommit);
        ledger.enter(volume(reserved));
        SpaceUsage space = space(total, Math.min(total, free));

        for (Provisioning provisioning : Provisioning.values()) {
            ByteSize available = ledger.available(provisioning, space);
            assertThat(available.bytes()).isBetween(0L, (long) (space.availableBytes() * overcommit));
            ledger.reserve(Charge.ofVolume(available), provisioning, space).close();
            assertThatExceptionOfType(StorageException.ResourceExhausted.class)
                    .isThrownBy(() -> ledger.reserve(Charge.ofVolume(available.plus(bytes(1))), provisioning, space));
        }
        assertThat(ledger.available(Provisioning.THICK, space).bytes()).isLessThanOrEqualTo(space.availableBytes());
    }

    @Example
    void callersTogetherNeverGetMoreThanThereIs() throws Exception {
        Ledger ledger = new Ledger("p", 1.0);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Boolean> caller = () -> {
                try {
                    ledger.reserve(volume(7), Provisioning.THIN, space(1000, 1000))
                            .keep();
                    return true;
                } catch (StorageException.ResourceExhausted refused) {
                    return false;
                }
            };
            List<Future<Boolean>> answers = threads.invokeAll(Collections.nCopies(500, caller));

            int granted = 0;
            for (Future<Boolean> answer : answers) {
                granted += answer.get() ? 1 : 0;
            }
            assertThat(granted).isEqualTo(1000 / 7);
            assertThat(ledger.charged().reserved()).isEqualTo(bytes(1000 / 7 * 7));
        }
    }
}
