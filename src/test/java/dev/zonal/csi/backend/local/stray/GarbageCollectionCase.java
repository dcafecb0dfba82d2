package dev.zonal.csi.backend.local.stray;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.backend.Stray.Kind;
import dev.zonal.csi.backend.Stray.Removal;
import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.Operation;
import dev.zonal.csi.backend.local.PoolBench;
import dev.zonal.csi.backend.local.PoolState;
import dev.zonal.csi.concurrent.EveryHome;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.maintenance.Collected;
import dev.zonal.csi.maintenance.Collected.Outcome;
import dev.zonal.csi.maintenance.GarbageCollection;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
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

    List<Collected> collect(boolean apply, Path... named) {
        return new GarbageCollection(backend.housekeeping(), operations).collect(apply, Set.of(named));
    }

    static Collected at(Path path, List<Collected> found) {
        return found.stream()
                .filter(each -> each.stray().path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    void assertLeft(Collected found, Kind kind, Path path, Removal removal, String reason) {
        assertThat(found.outcome()).isEqualTo(Outcome.LEFT);
        assertThat(found.stray().kind()).isEqualTo(kind);
        assertThat(found.stray().path()).isEqualTo(path);
        assertThat(found.stray().removal()).isEqualTo(removal);
        assertThat(found.stray().reason()).contains(reason);
    }

    /** It is found, stays with a mere {@code --apply}, goes where it is named, and is found no more. */
    void assertGoesWhenNamed(Kind kind, Path path, String reason) {
        assertLeft(collect(false).getFirst(), kind, path, Removal.WHEN_NAMED, reason);
        assertThat(collect(true)).extracting(Collected::outcome).containsOnly(Outcome.LEFT);

        List<Collected> removed = collect(true, path);

        assertThat(removed).extracting(Collected::outcome).containsExactly(Outcome.REMOVED);
        assertThat(collect(false)).isEmpty();
    }

    void assertGoesFreely(Kind kind, Path path, String reason) {
        assertLeft(collect(false).getFirst(), kind, path, Removal.FREELY, reason);

        List<Collected> removed = collect(true);

        assertThat(removed).extracting(Collected::outcome).containsExactly(Outcome.REMOVED);
        assertThat(collect(false)).isEmpty();
    }
}
