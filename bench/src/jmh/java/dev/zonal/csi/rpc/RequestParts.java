package dev.zonal.csi.rpc;

import dev.zonal.csi.v1.CapacityRange;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.Topology;
import dev.zonal.csi.v1.TopologyRequirement;
import dev.zonal.csi.v1.VolumeCapability;
import dev.zonal.csi.v1.VolumeCapability.AccessMode;
import dev.zonal.csi.v1.VolumeCapability.AccessMode.Mode;
import dev.zonal.csi.v1.VolumeCapability.MountVolume;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A request as the provisioner makes it, checked and turned into the model's. */
@State(Scope.Benchmark)
public class RequestParts {
    private static final Topology ZONE = Topology.newBuilder()
            .putSegments("topology.local.csi.zonal.dev/zone", "a")
            .putSegments("topology.local.csi.zonal.dev/node", "n1")
            .build();

    private final CreateVolumeRequest request = CreateVolumeRequest.newBuilder()
            .setName("pvc-0f9c1a52-8f0e-4c07-9a53-6ce9b6a1f7de")
            .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(10L << 30))
            .addVolumeCapabilities(VolumeCapability.newBuilder()
                    .setMount(MountVolume.newBuilder().setFsType("ext4").addMountFlags("noatime"))
                    .setAccessMode(AccessMode.newBuilder().setMode(Mode.SINGLE_NODE_WRITER)))
            .putParameters("pool", "nvme")
            .setAccessibilityRequirements(
                    TopologyRequirement.newBuilder().addRequisite(ZONE).addPreferred(ZONE))
            .build();

    @Benchmark
    public Object checkRequest() {
        return VolumeMessages.request(request, ParameterSet.POOLS);
    }
}
