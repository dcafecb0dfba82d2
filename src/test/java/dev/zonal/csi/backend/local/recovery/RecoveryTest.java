package dev.zonal.csi.backend.local.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.Operation;
import dev.zonal.csi.backend.local.PoolBench;
import dev.zonal.csi.backend.local.PoolState;
import dev.zonal.csi.backend.local.content.VolumeRecord;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.Faults;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a start makes of what it finds; where a crash may have left it, at every step, is for the exhaustive tests. */
@ExtendWith(QuietLogs.class)
class RecoveryTest {
    private final PoolBench bench = new PoolBench();
    private final FileTree files = bench.host.ports().files();
    private LocalBackend backend = bench.open();
    private final VolumeId source = Operation.source(backend);
    private final VolumeId thick = VolumeId.of("thick", source.home());
    private final SnapshotId cut = SnapshotId.of("cut", source.home());
    private final Path directory = directoryOf(source);
    private final Path image = directory.resolve("disk.img");

    @BeforeEach
    void furnishAndStop() {
        Operation.furnish(bench, backend);
        backend.close();
    }

    @AfterEach
    void close() {
        backend.close();
    }

    private void assertSetAside(String id, String reason) {
        assertThat(backend.pools().getFirst().known().damaged()).singleElement().satisfies(damage -> {
            assertThat(damage.id()).isEqualTo(id);
            assertThat(damage.reason()).contains(reason);
        });
    }

    @Test
    void whatLiesInTmpGoes() {
        files.createDirectory(PoolBench.POOL.resolve("tmp").resolve("half"));
        files.createFile(PoolBench.POOL.resolve("tmp").resolve("half").resolve("disk.img"), new byte[] {1});

        backend = bench.open();

        assertThat(files.list(PoolBench.POOL.resolve("tmp"))).isEmpty();
        PoolState.checkPromises(bench.host, backend);
    }

    @Test
    void whatACheckForReflinksLeftIsNoObstacle() {
        files.createFile(PoolBench.POOL.resolve("reflink-check"), new byte[] {1});
        files.createFile(PoolBench.POOL.resolve("reflink-check.clone"), new byte[] {1});

        backend = bench.open();

        assertThat(files.list(PoolBench.POOL)).noneMatch(name -> name.startsWith("reflink-check"));
    }

    @Test
    void anExpansionThatWasNeverRecordedIsTakenBack() {
        files.resize(image, Operation.LARGER);

        backend = bench.open();

        assertThat(files.status(image).orElseThrow().sizeBytes()).isEqualTo(Operation.SIZE.bytes());
        assertThat(backend.volume(source).orElseThrow().capacity()).isEqualTo(Operation.SIZE);
        PoolState.checkPromises(bench.host, backend);
    }

    @Test
    void theRecordFollowsAnImageThatWasUsedBeyondIt() {
        files.resize(image, Operation.LARGER);
        bench.host.scribble(image, Operation.SIZE.bytes(), new byte[] {1});

        backend = bench.open();

        assertThat(VolumeRecord.FORMAT
                        .read(files.read(directory.resolve("volume.json"), 1 << 20))
                        .capacityBytes())
                .isEqualTo(Operation.LARGER.bytes());
    }

    @Test
    void anObjectOnABadSectorIsSetAsideAndTheOthersAreServed() {
        bench.host.faults().refuse(new Faults.Refusal("read " + directory, Errno.EIO));

        backend = bench.open();

        assertSetAside(source.value(), "EIO");
        assertThat(backend.volumes(Optional.empty(), 10)).extracting(Volume::id).containsExactly(thick);
    }

    @Test
    void anImageThatIsNoFileIsSetAside() {
        files.deleteFile(image);
        files.createDirectory(image);

        backend = bench.open();

        assertSetAside(source.value(), "the image beside it is missing");
    }

    @Test
    void aSnapshotUnderTheNameOfAnotherIsSetAside() {
        Path snapshots = PoolBench.POOL.resolve("snapshots");
        SnapshotId other = SnapshotId.of("other", source.home());
        files.rename(snapshots.resolve(cut.value()), snapshots.resolve(other.value()));

        backend = bench.open();

        assertSetAside(other.value(), "it belongs to " + cut);
        assertThat(backend.snapshots(Optional.empty(), 10)).isEmpty();
    }

    /** So many that several threads read them. */
    @Test
    void eachOfManyIsWhatItIs() {
        backend = bench.open();
        List<VolumeId> many = IntStream.range(0, 200)
                .mapToObj(number -> {
                    String name = "many-" + number;
                    Operation.create(backend, name, Operation.SIZE, Provisioning.THIN, Optional.empty());
                    return VolumeId.of(name, source.home());
                })
                .toList();
        backend.close();
        VolumeId unreadable = many.get(70);
        VolumeId halfExpanded = many.get(150);
        bench.host.faults().refuse(new Faults.Refusal("read " + directoryOf(unreadable), Errno.EIO));
        files.resize(directoryOf(halfExpanded).resolve("disk.img"), Operation.LARGER);

        backend = bench.open();

        assertSetAside(unreadable.value(), "EIO");
        assertThat(backend.volumes(Optional.empty(), Integer.MAX_VALUE))
                .extracting(Volume::id)
                .hasSize(many.size() + 1)
                .containsAll(many.stream().filter(id -> !id.equals(unreadable)).toList());
        assertThat(backend.volume(halfExpanded).orElseThrow().capacity()).isEqualTo(Operation.SIZE);
    }

    private static Path directoryOf(VolumeId id) {
        return PoolBench.POOL.resolve("volumes").resolve(id.value());
    }
}
