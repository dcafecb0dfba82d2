package dev.zonal.csi.fleet;

import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.ObjectId;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.Volume;
import java.util.List;

/** What an agent tells those who follow it. */
public sealed interface Report {
    /**
     * The agent's count of changes when it began to look: whatever was changed up to it is seen. It never falls from one
     * report to the next.
     */
    long revision();

    /**
     * Who it is.
     *
     * @param driver the name of its driver
     * @param version of its program
     */
    record Hello(long revision, String node, String driver, String version) implements Report {}

    /** All homes of the node, in the order of its configuration. */
    record Homes(long revision, List<HomeReport> homes) implements Report {
        public Homes {
            homes = List.copyOf(homes);
        }
    }

    /** Objects as they are now, and the ids of some that are not there any more. */
    record Objects(long revision, List<Volume> volumes, List<Snapshot> snapshots, List<ObjectId> gone)
            implements Report {
        public Objects {
            volumes = List.copyOf(volumes);
            snapshots = List.copyOf(snapshots);
            gone = List.copyOf(gone);
        }
    }

    /** All objects of that home have been reported: there are no others. */
    record Complete(long revision, HomeId home) implements Report {}

    /** Nothing has changed. */
    record Beat(long revision) implements Report {}
}
