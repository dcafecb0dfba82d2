package dev.zonal.csi.backend.local.stray;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.Operation;
import dev.zonal.csi.backend.local.PoolBench;
import dev.zonal.csi.backend.local.PoolState;
import dev.zonal.csi.concurrent.EveryHome;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.maintenance.GarbageCollection;
import dev.zonal.csi.maintenance.Stray;
import dev.zonal.csi.maintenance.Stray.Kind;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** A furnished pool in which a person does something by mistake, and the search for what that left. */
@ExtendWith(QuietLogs.class)
abstract class GarbageCollectionCase {
    static final byte[] DATA = {1, 2, 3};
    static final Path MOUNTPOINT = Path.of("/mnt");

    final PoolBench bench = new PoolBench();
    final Host host = bench.host.ports();
    final FileTree files = host.files();
    final Operations operations = new Operations(2, 10, EveryHome.ALONE);
    LocalBackend backend = bench.open();
    final VolumeId source = Operation.source(backend);
    final SnapshotId cut = SnapshotId.of("cut", Operation.home(backend));
    final Path volume = PoolBench.POOL.resolve("volumes").resolve(source.value());
    final Path image = volume.resolve("disk.img");
    private final PoolState listed;

    GarbageCollectionCase() {
        Operation.furnish(bench, backend);
        files.createDirectory(MOUNTPOINT);
        listed = PoolState.of(backend);
    }

    @AfterEach
    void whatIsListedIsUnharmed() {
        bench.host.faults().clear();
        assertThat(PoolState.of(backend)).isEqualTo(listed);
        assertThat(Operation.text(bench.host, image, 0)).isEqualTo(Operation.DATA);
        operations.close();
    }

    List<Stray> findings() {
        return new GarbageCollection(backend.housekeeping(), operations).findings();
    }

    static Stray at(Path path, List<Stray> found) {
        return found.stream()
                .filter(each -> each.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    /** @param command what removes it, empty where nothing may */
    static void assertFound(Stray found, Kind kind, Path path, String reason, String command) {
        assertThat(found.kind()).isEqualTo(kind);
        assertThat(found.path()).isEqualTo(path);
        assertThat(found.reason()).contains(reason);
        assertThat(found.command().orElse("")).isEqualTo(command);
    }

    /** It is the one thing that is found, and found no more once a person has done what its command says. */
    void assertGoes(Kind kind, Path path, String reason, String command) {
        assertThat(findings()).singleElement().satisfies(found -> assertFound(found, kind, path, reason, command));

        ByHand.run(host, command);

        assertThat(findings()).isEmpty();
    }
}
