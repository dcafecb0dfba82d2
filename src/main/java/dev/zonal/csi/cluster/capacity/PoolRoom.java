package dev.zonal.csi.cluster.capacity;

import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Provisioning;

/**
 * The largest volume that a pool of a node can make now.
 *
 * @param node its name in Kubernetes
 */
public record PoolRoom(String node, String pool, ByteSize thin, ByteSize thick) {
    ByteSize of(Provisioning provisioning) {
        return switch (provisioning) {
            case THIN -> thin;
            case THICK -> thick;
        };
    }
}
