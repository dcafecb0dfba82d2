package dev.zonal.csi.rpc;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.v1.CapacityRange;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.VolumeCapability;
import dev.zonal.csi.v1.VolumeCapability.AccessMode;
import dev.zonal.csi.v1.VolumeCapability.AccessMode.Mode;
import dev.zonal.csi.v1.VolumeCapability.MountVolume;

/**
 * A request that nobody sent. Read once while the driver still waits for its first call, it spares whoever makes the
 * first volume the work that is done only once: classes, patterns, the digest of names. Nothing comes of it.
 */
public final class FirstRequest {
    private static final CreateVolumeRequest USUAL = CreateVolumeRequest.newBuilder()
            .setName("first")
            .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(1L << 30))
            .addVolumeCapabilities(VolumeCapability.newBuilder()
                    .setMount(MountVolume.newBuilder().setFsType("ext4"))
                    .setAccessMode(AccessMode.newBuilder().setMode(Mode.SINGLE_NODE_WRITER)))
            .build();

    private FirstRequest() {}

    /** What happens to a request to create a volume, up to where something would be asked of a pool. */
    public static void read() {
        try {
            CreateVolumeRequest request = CreateVolumeRequest.parseFrom(USUAL.toByteArray());
            SizeLimits.check(request);
            String _ = VolumeId.stemOf(VolumeMessages.request(request).name());
        } catch (InvalidProtocolBufferException mistake) {
            throw new AssertionError("what was written here is read here", mistake);
        }
    }
}
