package dev.zonal.csi.backend;

import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Volumes that come to a node and leave it, where they are not there by themselves. Every call is an "ensure" and can be
 * repeated; it waits until what it has begun is done, or its caller's time is over.
 */
public interface NodeAttachments {
    /**
     * Makes sure that the node has the volume.
     *
     * @param shared whether other nodes may have it too
     * @return what the node has to know to find it (publish_context)
     * @throws StorageException.NotFound where there is no such volume, or no such node
     * @throws StorageException.ResourceExhausted where the node takes no more volumes
     * @throws StorageException.FailedPrecondition where another node has it, which is named, or this one can't reach it
     * @throws StorageException.AlreadyExists where the node has it, and not as {@code readOnly} says
     */
    Map<String, String> attach(VolumeId id, String node, boolean readOnly, boolean shared);

    /** Makes sure that the node does not have the volume, no node where none is named; also one that is gone. */
    void detach(VolumeId id, Optional<String> node);

    /** The nodes that have it, as far as is known; from memory. */
    List<String> nodesOf(VolumeId id);
}
