package dev.zonal.csi.backend.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.backend.Capacity;
import dev.zonal.csi.backend.StorageBackend;
import dev.zonal.csi.backend.StorageBackendContract;
import dev.zonal.csi.cloud.CloudContract;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every backend promises, of one whose volumes are disks of a cloud; how much of them is left no cloud says. */
abstract class CloudBackendContract extends StorageBackendContract {
    protected final DiskBench bench = new DiskBench(CloudContract.DESCRIPTION);

    @Override
    protected StorageBackend backend() {
        return bench.backend();
    }

    @Override
    protected StorageBackend reopened() {
        bench.restart();
        return bench.backend();
    }

    @Override
    protected void write(VolumeId id, String text) {
        bench.write(id, text);
    }

    @Override
    protected String read(VolumeId id, int length) {
        return bench.read(id, length);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    @Override
    protected void capacityShrinksByWhatWasPromised() {
        Capacity before = backend().capacity(home(), VolumeParameters.DEFAULT);

        create("a");

        assertThat(backend().capacity(home(), VolumeParameters.DEFAULT)).isEqualTo(before);
    }

    @Test
    @Override
    protected void theLargestVolumeCanBeMadeAndNothingBeyond() {
        ByteSize largest = backend().capacity(home(), VolumeParameters.DEFAULT).maximumVolume();

        Volume volume = backend().createVolume(blank("all", largest));

        assertThat(volume.capacity()).isEqualTo(largest);
        assertThatThrownBy(() -> backend().createVolume(blank("more", largest.plus(ByteSize.ofMebibytes(1)))))
                .isInstanceOf(StorageException.OutOfRange.class);
        assertThat(backend().volumes(Optional.empty(), 10)).containsExactly(volume);
    }

    @Test
    @Override
    protected void expandingBeyondTheRoomLeavesTheVolumeAsItWas() {
        Volume volume = create("a");

        assertThatThrownBy(() -> backend().expandVolume(volume.id(), available().plus(SIZE)))
                .isInstanceOf(StorageException.OutOfRange.class);
        assertThatThrownBy(() -> backend().expandVolume(volumeId("gone"), SIZE))
                .isInstanceOf(StorageException.NotFound.class);
        assertThat(backend().volume(volume.id())).contains(volume);
    }
}
