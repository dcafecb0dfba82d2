package dev.zonal.csi.rpc;

import dev.zonal.csi.v1.CapacityRange;
import dev.zonal.csi.v1.CreateSnapshotRequest;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.Topology;
import dev.zonal.csi.v1.VolumeCapability;
import dev.zonal.csi.v1.VolumeCapability.AccessMode;
import dev.zonal.csi.v1.VolumeCapability.AccessMode.Mode;
import dev.zonal.csi.v1.VolumeCapability.BlockVolume;
import dev.zonal.csi.v1.VolumeCapability.MountVolume;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Well-formed requests, to be spoilt in one place each. */
final class Requests {
    static final VolumeCapability MOUNT = VolumeCapability.newBuilder()
            .setMount(MountVolume.getDefaultInstance())
            .setAccessMode(AccessMode.newBuilder().setMode(Mode.SINGLE_NODE_WRITER))
            .build();
    static final VolumeCapability BLOCK =
            MOUNT.toBuilder().setBlock(BlockVolume.getDefaultInstance()).build();

    private Requests() {}

    static CreateVolumeRequest.Builder createVolume() {
        return CreateVolumeRequest.newBuilder()
                .setName("pvc-1")
                .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(64 << 20))
                .addVolumeCapabilities(MOUNT);
    }

    static CreateSnapshotRequest.Builder createSnapshot(String source) {
        return CreateSnapshotRequest.newBuilder().setName("snap-1").setSourceVolumeId(source);
    }

    static Topology topology(String key, String value) {
        return Topology.newBuilder().putSegments(key, value).build();
    }

    /** What the call was refused with. */
    static Status refusal(ThrowingCallable call) {
        return Assertions.catchThrowableOfType(StatusRuntimeException.class, call)
                .getStatus();
    }
}
