package dev.zonal.csi.backend.local.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.Operation;
import dev.zonal.csi.backend.local.PoolBench;
import dev.zonal.csi.backend.local.Survivors;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.Faults.Failure;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A volume as a block device of its node. */
class LocalDevicesTest {
    private final PoolBench bench = new PoolBench();
    private final Host host = bench.host.ports();
    private LocalBackend backend = bench.open();
    private final VolumeId source = Operation.source(backend);
    private final VolumeId gone = VolumeId.of("gone", Operation.home(backend));
    private final VolumeId elsewhere = new VolumeId(VolumeId.stemOf("a") + "-aaaaaaaa");

    @BeforeEach
    void furnish() {
        Operation.furnish(bench, backend);
        bench.host.faults().clear();
    }

    @Test
    void attachingTwiceIsOneDevice() {
        Path device = backend.attach(source, false);

        assertThat(backend.attach(source, false)).isEqualTo(device);
        assertThat(backend.attached(source, false)).contains(device);
        assertThat(backend.attached(source, true)).isEmpty();
        assertThat(bench.host.loopTable()).hasSize(1);
        assertThat(host.filesystems().deviceSize(device)).isEqualTo(Operation.SIZE);
    }

    @Test
    void theWritableAndTheReadOnlyDeviceAreTwo() {
        Path readOnly = backend.attach(source, true);
        Path writable = backend.attach(source, false);

        assertThat(backend.attached(source)).containsExactly(writable, readOnly);
        assertThat(bench.host.loopTable()).hasSize(2);

        backend.detach(source);
        backend.detach(source);
        assertThat(backend.attached(source)).isEmpty();
        assertThat(bench.host.loopTable()).isEmpty();
    }

    @Test
    void aDriverThatStartsAgainFindsTheDevice() {
        Path device = backend.attach(source, false);
        bench.host.kill();

        backend = bench.open();

        assertThat(backend.attached(source, false)).contains(device);
        assertThat(backend.attach(source, false)).isEqualTo(device);
    }

    @Test
    void whatIsNotThereHasNoDevice() {
        for (VolumeId id : List.of(gone, elsewhere)) {
            assertThatExceptionOfType(StorageException.NotFound.class).isThrownBy(() -> backend.attach(id, false));
            assertThatExceptionOfType(StorageException.NotFound.class)
                    .isThrownBy(() -> backend.recordContents(id, new Contents.Raw()));
            assertThat(backend.attached(id, false)).isEmpty();
            assertThat(backend.attached(id)).isEmpty();
            backend.detach(id);
            backend.refreshSize(id);
        }
        assertThat(backend.maximumVolumes()).isEqualTo(64);
    }

    @Test
    void anImageThatWasTakenAwayIsNamed() {
        host.files().deleteFile(PoolBench.POOL.resolve("volumes/" + source + "/disk.img"));

        assertThatExceptionOfType(StorageException.FailedPrecondition.class)
                .isThrownBy(() -> backend.attach(source, false))
                .withMessageContaining("/pool/volumes/" + source + "/disk.img was taken away");
    }

    @Test
    void aNodeWithoutFurtherDevicesIsExhausted() {
        attachFails(Errno.EBUSY, StorageException.ResourceExhausted.class);
        attachFails(Errno.ENOSPC, StorageException.ResourceExhausted.class);
        attachFails(Errno.EIO, HostException.class);
    }

    private void attachFails(Errno errno, Class<? extends RuntimeException> expected) {
        bench.host.faults().fail(new Failure(2, errno, false));
        assertThatExceptionOfType(expected).isThrownBy(() -> backend.attach(source, false));
        assertThat(bench.host.faults().calls().getLast()).startsWith("attach ");
        bench.host.faults().clear();
    }

    @Test
    void aDeviceGrowsWhenToldTo() {
        Path device = backend.attach(source, false);
        backend.expandVolume(source, Operation.LARGER);
        assertThat(host.filesystems().deviceSize(device)).isEqualTo(Operation.SIZE);

        backend.refreshSize(source);

        assertThat(host.filesystems().deviceSize(device)).isEqualTo(Operation.LARGER);
    }

    @Test
    void whatAVolumeCarriesIsRememberedAndGoesIntoItsCopies() {
        Contents contents = new Contents.Formatted(FilesystemType.XFS);

        Volume recorded = backend.recordContents(source, contents);
        Operation.CREATE_FROM_VOLUME_IN_USE.run(bench, backend);
        bench.madeName = "snapshot";
        Operation.CREATE_SNAPSHOT.run(bench, backend);
        bench.host.cutPower(Survivors.none());
        backend = bench.open();

        assertThat(recorded.contents()).isEqualTo(contents);
        assertThat(backend.volume(source)).contains(recorded);
        assertThat(backend.volume(VolumeId.of("new", Operation.home(backend)))
                        .orElseThrow()
                        .contents())
                .isEqualTo(contents);
        assertThat(backend.snapshots(Optional.empty(), 10))
                .anyMatch(snapshot -> snapshot.name().equals("snapshot")
                        && snapshot.contents().equals(contents));
    }

    @Test
    void rememberingWhatIsKnownWritesNothing() {
        backend.recordContents(source, new Contents.Raw());
        bench.host.faults().clear();

        backend.recordContents(source, new Contents.Raw());

        assertThat(bench.host.faults().effects()).isEmpty();
    }

    @Test
    void aVolumeThatIsShownAnywhereIsNotDeleted() {
        Operation.CREATE_SNAPSHOT_OF_MOUNTED.prepare(bench, backend);

        assertThatExceptionOfType(StorageException.FailedPrecondition.class)
                .isThrownBy(() -> backend.deleteVolume(source))
                .withMessage("in use on this node: mounted at /mounted; unpublish and unstage it first");

        host.mounts().unmount(Operation.MOUNTPOINT);
        backend.deleteVolume(source);
        assertThat(bench.host.loopTable()).isEmpty();
    }

    @Test
    void aVolumeWhoseDeviceNodeIsBoundSomewhereIsNotDeleted() {
        Path device = backend.attach(source, true);
        host.files().createFile(Path.of("/target"), new byte[0]);
        host.mounts().bind(device, Path.of("/target"), true);

        assertThatExceptionOfType(StorageException.FailedPrecondition.class)
                .isThrownBy(() -> backend.deleteVolume(source))
                .withMessageContaining("/target");
        assertThat(backend.volume(source)).isPresent();
        assertThat(backend.attached(source)).containsExactly(device);
    }

    @Test
    void contentOutlivesDetachAndRestart() {
        Path device = backend.attach(source, false);
        bench.host.writeDevice(device, 4096, "more".getBytes(StandardCharsets.UTF_8));
        backend.detach(source);
        backend.close();
        backend = bench.open();

        Path again = backend.attach(source, true);

        assertThat(new String(bench.host.readDevice(again, 4096, 4), StandardCharsets.UTF_8))
                .isEqualTo("more");
    }
}
