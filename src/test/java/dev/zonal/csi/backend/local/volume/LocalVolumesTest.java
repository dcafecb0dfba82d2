package dev.zonal.csi.backend.local.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.backend.local.FurnishedPoolCase;
import dev.zonal.csi.backend.local.Operation;
import dev.zonal.csi.backend.local.PoolBench;
import dev.zonal.csi.concurrent.Deadline;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.Faults;
import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a volume is after each call: its image, its record, and what is reserved for it. */
class LocalVolumesTest extends FurnishedPoolCase {
    private final VolumeId made = VolumeId.of(bench.madeName, Operation.home(backend));

    private static Path image(VolumeId id) {
        return PoolBench.POOL.resolve("volumes").resolve(id.value()).resolve("disk.img");
    }

    private FileStatus status(VolumeId id) {
        return bench.host.ports().files().status(image(id)).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE_FROM_SNAPSHOT", "CREATE_FROM_VOLUME_IN_USE"})
    void aCopyHasAllThatWasWrittenToItsSource(Operation copy) {
        copy.prepare(bench, backend);

        copy.run(bench, backend);

        copy.checkMade(bench.host, image(made));
        backend.detach(source);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCopyIsAsLongAsItWasAskedFor(boolean fromVolume) {
        create(
                fromVolume
                        ? new ContentSource.FromVolume(source)
                        : new ContentSource.FromSnapshot(SnapshotId.of("cut", source.home())));

        assertThat(status(made).sizeBytes()).isEqualTo(Operation.LARGER.bytes());
    }

    private void create(ContentSource from) {
        backend.createVolume(new NewVolume(
                made, bench.madeName, Operation.LARGER, Set.of(), VolumeParameters.DEFAULT, Optional.of(from)));
    }

    @Test
    void aVolumeWhoseImageWasTakenAwayHasNoCopies() {
        Path taken = Path.of("/taken");
        bench.host.ports().files().rename(image(source), taken);

        assertThatExceptionOfType(StorageException.FailedPrecondition.class)
                .isThrownBy(() -> create(new ContentSource.FromVolume(source)))
                .withMessageContaining(image(source) + " was taken away");

        bench.host.ports().files().rename(taken, image(source));
    }

    @Test
    void anExpandedVolumeIsLongerAndReservesMore() {
        ByteSize before = reserved();

        Operation.EXPAND.run(bench, backend);

        assertThat(status(source).sizeBytes()).isEqualTo(Operation.LARGER.bytes());
        assertThat(reserved()).isEqualTo(before.plus(Operation.LARGER.minusOrZero(Operation.SIZE)));
    }

    @Test
    void aThickVolumeHasAllOfItsSpaceAfterTheExpansionToo() {
        Operation.EXPAND_THICK.run(bench, backend);

        assertThat(status(VolumeId.of("thick", source.home())).allocatedBytes())
                .isGreaterThanOrEqualTo(Operation.LARGER.bytes());
    }

    @Test
    void aVolumeThatCanNotGrowSoFarIsToldHowFarItCan() {
        AtomicReference<String> said = new AtomicReference<>("");
        assertThatExceptionOfType(StorageException.OutOfRange.class)
                .isThrownBy(() -> backend.expandVolume(source, ByteSize.ofGibibytes(8 * 1024)))
                .withMessageContaining("pool 'default' has ")
                .satisfies(refusal -> said.set(String.valueOf(refusal.getMessage())));
        ByteSize most = Operation.SIZE.plus(available());
        assertThat(said.get()).startsWith("volume " + source + " can have " + most + " at most: ");

        assertThatExceptionOfType(StorageException.OutOfRange.class)
                .isThrownBy(() -> backend.expandVolume(source, most.plus(ByteSize.ofMebibytes(1))));
        assertThat(backend.expandVolume(source, most).capacity()).isEqualTo(most);
    }

    private ByteSize available() {
        return backend.capacity(source.home(), Provisioning.THIN).available();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync /pool/volumes", "sync /pool/tmp"})
    void anExpansionThatFailsIsTakenBack(String step) {
        ByteSize before = reserved();
        bench.host.faults().refuse(new Faults.Refusal(step, Errno.EIO));

        assertThatExceptionOfType(HostException.class).isThrownBy(() -> Operation.EXPAND.run(bench, backend));

        bench.host.faults().clear();
        assertThat(status(source).sizeBytes()).isEqualTo(Operation.SIZE.bytes());
        assertThat(backend.volume(source).orElseThrow().capacity()).isEqualTo(Operation.SIZE);
        assertThat(reserved()).isEqualTo(before);
    }

    @Test
    void nothingIsBegunForACallerWhoIsGone() {
        assertThatExceptionOfType(StorageException.DeadlineExceeded.class)
                .isThrownBy(() -> Deadline.of(Optional.empty(), () -> true)
                        .bind(() -> Operation.CREATE_BLANK.run(bench, backend)));

        assertThat(bench.host.faults().effects()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE_THICK", "CREATE_FROM_SNAPSHOT", "CREATE_FROM_VOLUME_IN_USE"})
    void aVolumeThatTakesLongerThanItsCallerWaitsIsThereForTheRetry(Operation operation) {
        operation.prepare(bench, backend);
        bench.host.faults().clear();
        AtomicBoolean away = new AtomicBoolean();
        bench.host.faults().visitAfter(1, () -> away.set(true));
        Deadline.of(Optional.empty(), away::get).bind(() -> operation.run(bench, backend));
        bench.host.faults().clear();

        operation.run(bench, backend);

        assertThat(away).isTrue();
        assertThat(backend.volume(made)).isPresent();
        assertThat(bench.host.faults().effects()).isEmpty();
    }

    @Test
    void whatAVolumeCarriesIsAnsweredAndKept() {
        Volume answered = backend.recordContents(source, new Contents.Raw());
        bench.host.faults().clear();
        Volume again = backend.recordContents(source, new Contents.Raw());

        assertThat(answered.contents()).isEqualTo(new Contents.Raw());
        assertThat(again).isEqualTo(answered);
        assertThat(bench.host.faults().effects()).isEmpty();
    }
}
