package dev.zonal.csi.rpc;

import static java.util.Objects.requireNonNull;

import dev.zonal.csi.host.CountedPrograms;
import dev.zonal.csi.v1.ControllerExpandVolumeRequest;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.DeleteSnapshotRequest;
import dev.zonal.csi.v1.DeleteVolumeRequest;
import dev.zonal.csi.v1.GetCapacityRequest;
import dev.zonal.csi.v1.ListVolumesRequest;
import dev.zonal.csi.v1.NodeGetVolumeStatsRequest;
import dev.zonal.csi.v1.NodePublishVolumeRequest;
import dev.zonal.csi.v1.NodeStageVolumeRequest;
import dev.zonal.csi.v1.NodeUnpublishVolumeRequest;
import dev.zonal.csi.v1.NodeUnstageVolumeRequest;
import dev.zonal.csi.v1.ProbeRequest;
import dev.zonal.csi.v1.ValidateVolumeCapabilitiesRequest;
import dev.zonal.csi.v1.VolumeContentSource;
import dev.zonal.csi.v1.VolumeContentSource.SnapshotSource;
import dev.zonal.csi.v1.VolumeContentSource.VolumeSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/** Several volumes that live through every call side by side, and what each kind of call costs them. */
final class LifeOfVolumes {
    private static final int VOLUMES = 4;

    private final ServedDriver driver;
    private final CountedPrograms programs;
    private final Path folder;
    private final String prefix;
    private final Map<String, Cost> costs = new LinkedHashMap<>();

    /** @param folder beside it the targets are made */
    LifeOfVolumes(ServedDriver driver, CountedPrograms programs, Path folder, String prefix) {
        this.driver = driver;
        this.programs = programs;
        this.folder = folder;
        this.prefix = prefix;
    }

    private interface Made {
        String by(int number);
    }

    private List<String> making(String call, Made made) {
        String[] ids = new String[VOLUMES];
        doing(call, number -> ids[number] = made.by(number));
        return List.of(ids);
    }

    private void doing(String call, IntConsumer once) {
        costs.put(call, Cost.of(programs, VOLUMES, once));
    }

    Map<String, Cost> live() {
        List<String> volumes = making("CreateVolume", number -> create(request(number)));
        doing("CreateVolume again", number -> create(request(number)));
        List<String> snapshots =
                making("CreateSnapshot", number -> snapshot(prefix + "cut-" + number, volumes.get(number)));
        List<String> restored = making(
                "CreateVolume from a snapshot",
                number -> create(request(number)
                        .setName(prefix + "restored-" + number)
                        .setVolumeContentSource(VolumeContentSource.newBuilder()
                                .setSnapshot(SnapshotSource.newBuilder().setSnapshotId(snapshots.get(number))))));
        List<String> clones = making(
                "CreateVolume from a volume",
                number -> create(request(number)
                        .setName(prefix + "clone-" + number)
                        .setVolumeContentSource(VolumeContentSource.newBuilder()
                                .setVolume(VolumeSource.newBuilder().setVolumeId(volumes.get(number))))));
        doing(
                "ControllerExpandVolume",
                number -> driver.controller()
                        .controllerExpandVolume(ControllerExpandVolumeRequest.newBuilder()
                                .setVolumeId(clones.get(number))
                                .setCapacityRange(request(number)
                                        .getCapacityRangeBuilder()
                                        .setRequiredBytes(128 << 20))
                                .build()));
        ask(volumes);
        onTheNode(volumes);
        doing("DeleteSnapshot", number -> delete(snapshots.get(number)));
        doing(
                "DeleteVolume",
                number -> driver.controller()
                        .deleteVolume(DeleteVolumeRequest.newBuilder()
                                .setVolumeId(restored.get(number))
                                .build()));
        return costs;
    }

    private void ask(List<String> volumes) {
        doing(
                "ListVolumes",
                _ -> driver.controller()
                        .listVolumes(ListVolumesRequest.newBuilder()
                                .setMaxEntries(10)
                                .build()));
        doing("GetCapacity", _ -> driver.controller().getCapacity(GetCapacityRequest.getDefaultInstance()));
        doing(
                "ValidateVolumeCapabilities",
                number -> driver.controller()
                        .validateVolumeCapabilities(ValidateVolumeCapabilitiesRequest.newBuilder()
                                .setVolumeId(volumes.get(number))
                                .addVolumeCapabilities(Requests.MOUNT)
                                .build()));
        doing("Probe", _ -> driver.identity().probe(ProbeRequest.getDefaultInstance()));
    }

    private void onTheNode(List<String> volumes) {
        doing("NodeStageVolume, blank", number -> stage(volumes.get(number), number));
        doing(
                "NodeUnstageVolume",
                number -> driver.node()
                        .nodeUnstageVolume(NodeUnstageVolumeRequest.newBuilder()
                                .setVolumeId(volumes.get(number))
                                .setStagingTargetPath(path("staged", number))
                                .build()));
        doing("NodeStageVolume, formatted", number -> stage(volumes.get(number), number));
        doing(
                "NodePublishVolume",
                number -> driver.node()
                        .nodePublishVolume(NodePublishVolumeRequest.newBuilder()
                                .setVolumeId(volumes.get(number))
                                .setStagingTargetPath(path("staged", number))
                                .setTargetPath(path("published", number))
                                .setVolumeCapability(Requests.MOUNT)
                                .build()));
        doing(
                "NodeGetVolumeStats",
                number -> driver.node()
                        .nodeGetVolumeStats(NodeGetVolumeStatsRequest.newBuilder()
                                .setVolumeId(volumes.get(number))
                                .setVolumePath(path("published", number))
                                .build()));
        List<String> cuts = making(
                "CreateSnapshot of a mounted volume",
                number -> snapshot(prefix + "mounted-" + number, volumes.get(number)));
        doing(
                "NodeUnpublishVolume",
                number -> driver.node()
                        .nodeUnpublishVolume(NodeUnpublishVolumeRequest.newBuilder()
                                .setVolumeId(volumes.get(number))
                                .setTargetPath(path("published", number))
                                .build()));
        cuts.forEach(this::delete);
    }

    private CreateVolumeRequest.Builder request(int number) {
        return Requests.createVolume().setName(prefix + number);
    }

    private String create(CreateVolumeRequest.Builder request) {
        return driver.controller().createVolume(request.build()).getVolume().getVolumeId();
    }

    private String snapshot(String name, String volume) {
        return driver.controller()
                .createSnapshot(Requests.createSnapshot(volume).setName(name).build())
                .getSnapshot()
                .getSnapshotId();
    }

    private void delete(String snapshot) {
        var _ = driver.controller()
                .deleteSnapshot(DeleteSnapshotRequest.newBuilder()
                        .setSnapshotId(snapshot)
                        .build());
    }

    private void stage(String volume, int number) {
        var _ = driver.node()
                .nodeStageVolume(NodeStageVolumeRequest.newBuilder()
                        .setVolumeId(volume)
                        .setStagingTargetPath(path("staged", number))
                        .setVolumeCapability(Requests.MOUNT)
                        .build());
    }

    /** Among the mountpoints that are taken away after the test, whatever becomes of it. */
    private String path(String use, int number) {
        return requireNonNull(folder.getParent())
                .resolve("mnt-" + prefix + use + "-" + number)
                .toString();
    }
}
