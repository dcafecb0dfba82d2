package dev.zonal.csi.bench.goals;

import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.v1.Volume;
import dev.zonal.csi.v1.VolumeCapability;
import java.nio.file.Path;

/** A volume of its own that is staged and published until closed. */
record Published(Workload workload, Volume volume, Path path) implements AutoCloseable {
    static Published make(Workload workload, String name, long mebibytes, VolumeCapability capability) {
        Volume volume = workload.create(name, mebibytes, capability);
        return new Published(workload, volume, workload.publish(volume, capability));
    }

    @Override
    public void close() {
        workload.retire(volume);
        workload.delete(volume);
    }
}
