package dev.zonal.csi.backend.local;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.backend.local.content.Layout;
import dev.zonal.csi.host.PowerCut;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.util.List;

/** A furnished pool with one operation about to run. */
public final class Drill {
    public final PoolBench bench;
    public final Operation operation;
    public final LocalBackend backend;
    public final PoolState before;

    public Drill(Operation operation) {
        this.operation = operation;
        this.bench = operation.bench();
        this.backend = bench.open();
        Operation.furnish(bench, backend);
        operation.prepare(bench, backend);
        this.before = PoolState.of(backend);
        bench.host.faults().clear();
    }

    public void run() {
        operation.run(bench, backend);
    }

    public void checkMade(LocalBackend again) {
        for (String made : List.of(
                "volumes/" + VolumeId.of("new", Operation.home(again)),
                "snapshots/" + SnapshotId.of("new", Operation.home(again)))) {
            Path image = PoolBench.POOL.resolve(made).resolve(Layout.IMAGE);
            if (bench.host.ports().files().status(image).isPresent()) {
                operation.checkMade(bench.host, image);
            }
        }
    }

    public void stopAfter(int effects) {
        bench.host.faults().cutAfter(effects);
        assertThatThrownBy(this::run).isInstanceOf(PowerCut.class);
    }
}
