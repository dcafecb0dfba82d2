package dev.zonal.csi.driver.crash;

import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.v1.GetCapacityRequest;
import dev.zonal.csi.v1.Topology;
import dev.zonal.csi.v1.Volume;

/** What both tests have to know of a driver and its pool before they begin. */
final class Site {
    private Site() {}

    /** The home of the pool, from the id of a volume that is made and deleted. */
    static HomeId home(Workload workload) {
        Volume volume = workload.create("first", 1, Workload.block());
        workload.delete(volume);
        return new VolumeId(volume.getVolumeId()).home();
    }

    static long availableBytes(Workload workload, Topology place) {
        return workload.client()
                .controller()
                .getCapacity(GetCapacityRequest.newBuilder()
                        .setAccessibleTopology(place)
                        .build())
                .getAvailableCapacity();
    }

    static long availableBytes(Workload workload) {
        return workload.client()
                .controller()
                .getCapacity(GetCapacityRequest.getDefaultInstance())
                .getAvailableCapacity();
    }
}
