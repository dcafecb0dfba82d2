package dev.zonal.csi.rpc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.Faults.Failure;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.v1.CapacityRange;
import dev.zonal.csi.v1.ControllerExpandVolumeRequest;
import dev.zonal.csi.v1.DeleteSnapshotRequest;
import dev.zonal.csi.v1.DeleteVolumeRequest;
import dev.zonal.csi.v1.NodeExpandVolumeRequest;
import dev.zonal.csi.v1.NodePublishVolumeRequest;
import dev.zonal.csi.v1.NodeStageVolumeRequest;
import dev.zonal.csi.v1.NodeUnpublishVolumeRequest;
import dev.zonal.csi.v1.NodeUnstageVolumeRequest;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The whole life of a volume through the socket, with one call to the host failing in each of its requests, the first,
 * then the second, and so on. The caller is told by a status that makes it do the right thing, its retry succeeds, and
 * at the end nothing is left but, where the clearing away itself failed, something in {@code tmp/} for the next start.
 */
@Tag("exhaustive")
@ExtendWith(QuietLogs.class)
final class ErrorsOverTheWireTest {
    private static final String STAGED = "/var/lib/kubelet/staged";
    private static final String POD = "/var/lib/kubelet/pods/p/volumes/kubernetes.io~csi/pv/mount";
    private static final long LARGER = 96 << 20;

    private static int failed;

    @AfterAll
    static void say() {
        System.out.println("errors through the socket: " + failed + " requests failed and succeeded when asked again");
    }

    static List<Errno> errors() {
        return List.of(Errno.EIO, Errno.ENOSPC, Errno.EBUSY, Errno.EINTR, Errno.ETIMEDOUT);
    }

    @ParameterizedTest
    @MethodSource("errors")
    void everyRequestIsRefusedWithAStatusOfItsKindAndSucceedsWhenItIsAskedAgain(Errno errno) {
        try (ServedDriver driver = new ServedDriver()) {
            driver.host.makeDirectories(requireNonNull(Path.of(POD).getParent()));
            HomeId home = home(driver);
            boolean reached = true;
            for (int call = 0; reached; call++) {
                reached = false;
                for (Map.Entry<String, Runnable> request :
                        life(driver, "life-" + call, home).entrySet()) {
                    reached |= failsThenSucceeds(driver, request, new Failure(call, errno, false));
                }
                assertThat(driver.host.loopTable()).isEmpty();
                assertThat(driver.host.mountTable())
                        .noneMatch(mount -> mount.target().startsWith("/var"));
                assertThat(driver.host.ports().files().status(Path.of(POD)))
                        .as("the target")
                        .isEmpty();
                for (String folder : Set.of("volumes", "snapshots")) {
                    assertThat(driver.host.ports().files().list(Path.of("/pool", folder)))
                            .as(folder)
                            .isEmpty();
                }
            }
        }
    }

    /** @return whether the request makes as many calls to the host as that */
    private static boolean failsThenSucceeds(
            ServedDriver driver, Map.Entry<String, Runnable> request, Failure failure) {
        driver.host.faults().fail(failure);
        try {
            request.getValue().run();
        } catch (StatusRuntimeException refused) {
            failed++;
            assertThat(refused.getStatus().getCode())
                    .as("%s with %s: %s", request.getKey(), failure, refused.getStatus())
                    .isIn(codes(failure.errno()));
        }
        boolean reached = driver.host.faults().calls().size() > failure.call();
        driver.host.faults().clear();
        request.getValue().run();
        return reached;
    }

    /** A full disk sends the caller elsewhere, a busy one makes it come again; the rest is for a person to look at. */
    private static Set<Code> codes(Errno errno) {
        if (errno.equals(Errno.ENOSPC)) {
            return Set.of(Code.RESOURCE_EXHAUSTED, Code.INTERNAL);
        }
        if (errno.equals(Errno.EBUSY)) {
            return Set.of(Code.ABORTED, Code.FAILED_PRECONDITION, Code.RESOURCE_EXHAUSTED, Code.INTERNAL);
        }
        return Set.of(Code.INTERNAL);
    }

    private static Map<String, Runnable> life(ServedDriver driver, String name, HomeId home) {
        String volume = VolumeId.of(name, home).value();
        String snapshot = SnapshotId.of(name, home).value();
        var create = Requests.createVolume().setName(name).build();
        var cut = Requests.createSnapshot(volume).setName(name).build();
        var larger = CapacityRange.newBuilder().setRequiredBytes(LARGER);
        var stage = NodeStageVolumeRequest.newBuilder()
                .setVolumeId(volume)
                .setStagingTargetPath(STAGED)
                .setVolumeCapability(Requests.MOUNT)
                .build();
        var publish = NodePublishVolumeRequest.newBuilder()
                .setVolumeId(volume)
                .setStagingTargetPath(STAGED)
                .setTargetPath(POD)
                .setVolumeCapability(Requests.MOUNT)
                .build();
        var expand = ControllerExpandVolumeRequest.newBuilder()
                .setVolumeId(volume)
                .setCapacityRange(larger)
                .build();
        var follow = NodeExpandVolumeRequest.newBuilder()
                .setVolumeId(volume)
                .setVolumePath(POD)
                .setCapacityRange(larger)
                .build();
        var unpublish = NodeUnpublishVolumeRequest.newBuilder()
                .setVolumeId(volume)
                .setTargetPath(POD)
                .build();
        var unstage = NodeUnstageVolumeRequest.newBuilder()
                .setVolumeId(volume)
                .setStagingTargetPath(STAGED)
                .build();
        var deleteSnapshot =
                DeleteSnapshotRequest.newBuilder().setSnapshotId(snapshot).build();
        var delete = DeleteVolumeRequest.newBuilder().setVolumeId(volume).build();

        Map<String, Runnable> life = new LinkedHashMap<>();
        life.put("CreateVolume", () -> driver.controller().createVolume(create));
        life.put("NodeStageVolume", () -> driver.node().nodeStageVolume(stage));
        life.put("NodePublishVolume", () -> driver.node().nodePublishVolume(publish));
        life.put("CreateSnapshot", () -> driver.controller().createSnapshot(cut));
        life.put("ControllerExpandVolume", () -> driver.controller().controllerExpandVolume(expand));
        life.put("NodeExpandVolume", () -> driver.node().nodeExpandVolume(follow));
        life.put("NodeUnpublishVolume", () -> driver.node().nodeUnpublishVolume(unpublish));
        life.put("NodeUnstageVolume", () -> driver.node().nodeUnstageVolume(unstage));
        life.put("DeleteSnapshot", () -> driver.controller().deleteSnapshot(deleteSnapshot));
        life.put("DeleteVolume", () -> driver.controller().deleteVolume(delete));
        return life;
    }

    private static HomeId home(ServedDriver driver) {
        String id = driver.controller()
                .createVolume(Requests.createVolume().build())
                .getVolume()
                .getVolumeId();
        driver.controller()
                .deleteVolume(DeleteVolumeRequest.newBuilder().setVolumeId(id).build());
        return VolumeId.parse(id).orElseThrow().home();
    }
}
