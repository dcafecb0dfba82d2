package dev.zonal.csi.backend.cloud;

import dev.zonal.csi.SimulatedCloudDriver;
import dev.zonal.csi.cloud.CloudState;
import dev.zonal.csi.cloud.Disk;
import dev.zonal.csi.cloud.DiskSnapshot;
import dev.zonal.csi.host.Mount;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * All that is in a cloud and on its instances, as it really is, without what differs from run to run: each object a line.
 * Where a volume was put is left out: that may be decided anew.
 */
record CloudPicture(List<String> disks, List<String> snapshots, List<String> mounts, int devices) {
    static final CloudPicture EMPTY = new CloudPicture(List.of(), List.of(), List.of(), 0);

    static CloudPicture of(SimulatedCloudDriver driver) {
        CloudState state = driver.disks.control().state();
        return new CloudPicture(
                sorted(state.disks().stream().map(CloudPicture::line).toList()),
                sorted(state.snapshots().stream().map(CloudPicture::line).toList()),
                sorted(driver.disks.bench.host.mountTable().stream()
                        .map(Mount::target)
                        .map(Object::toString)
                        .filter(path -> path.startsWith(SimulatedCloudDriver.KUBELET.toString()))
                        .toList()),
                driver.disks.bench.host.loopTable().size());
    }

    private static List<String> sorted(List<String> lines) {
        List<String> sorted = new ArrayList<>(lines);
        Collections.sort(sorted);
        return sorted;
    }

    private static String line(Disk disk) {
        List<String> attachments = disk.attachments().stream()
                .map(there -> there.instance() + " " + there.state() + (there.readOnly() ? " ro" : ""))
                .toList();
        return VolumeTags.volume(disk, List.of())
                        .map(volume -> volume.name() + " " + volume.contents())
                        .orElse("nobody's")
                + " "
                + disk.size() + " " + disk.iops() + " " + disk.state() + " " + attachments
                + (disk.modifying() ? " modifying" : "");
    }

    private static String line(DiskSnapshot cut) {
        return VolumeTags.snapshot(cut, List.of())
                        .map(snapshot -> snapshot.name() + " of " + snapshot.source() + " " + snapshot.contents())
                        .orElse("nobody's")
                + " "
                + cut.size() + " " + cut.state();
    }
}
