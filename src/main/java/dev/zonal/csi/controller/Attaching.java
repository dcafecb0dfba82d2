package dev.zonal.csi.controller;

import dev.zonal.csi.backend.NodeAttachments;
import dev.zonal.csi.backend.StorageBackend;
import dev.zonal.csi.concurrent.Claim;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.model.AccessMode;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** ControllerPublishVolume and ControllerUnpublishVolume: a volume comes to a node, and leaves it. */
public final class Attaching {
    private final StorageBackend backend;
    private final NodeAttachments attachments;
    private final Operations operations;

    public Attaching(StorageBackend backend, NodeAttachments attachments, Operations operations) {
        this.backend = backend;
        this.attachments = attachments;
        this.operations = operations;
    }

    /** Makes sure that the node has the volume; what it has to know to find it. */
    public Map<String, String> publish(VolumeId id, String node, VolumeCapability capability, boolean readOnly) {
        return operations.run(id.home(), List.of(Claim.exclusive(id)), () -> {
            Volume volume = backend.requiredVolume(id);
            Compatibility.unsupported(volume, Set.of(capability)).ifPresent(reason -> {
                throw new StorageException.InvalidArgument("volume_capability: " + reason);
            });
            boolean shared = capability.accessMode() == AccessMode.MULTI_NODE_READER_ONLY
                    && volume.parameters().disk().multiAttach();
            return attachments.attach(id, node, readOnly, shared);
        });
    }

    /** Makes sure that the node does not have the volume; no node, where none is named. */
    public void unpublish(VolumeId id, Optional<String> node) {
        operations.run(id.home(), List.of(Claim.exclusive(id)), () -> attachments.detach(id, node));
    }

    /** The nodes that have the volume, as far as is known. */
    public List<String> nodesOf(VolumeId id) {
        return attachments.nodesOf(id);
    }
}
