package dev.zonal.csi.server;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.zonal.csi.model.KubernetesObject;
import dev.zonal.csi.rpc.KubernetesParameters;
import dev.zonal.csi.v1.CreateSnapshotRequest;
import dev.zonal.csi.v1.CreateVolumeRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * For which object of Kubernetes a call is: what the request of a new one says, else what is known of the id that it names.
 * A person who looks for a claim in the log knows neither ids nor the names that a provisioner gives.
 */
final class CallSubject {
    /** The first of them that a request has is what it is about. */
    private static final List<String> IDS = List.of("volume_id", "snapshot_id", "source_volume_id");

    private final Function<String, Optional<KubernetesObject>> madeFor;

    /** @param madeFor what is known of an id, from memory */
    CallSubject(Function<String, Optional<KubernetesObject>> madeFor) {
        this.madeFor = madeFor;
    }

    /** Asked before the call is handled: after a deletion nobody knows any more. */
    Optional<KubernetesObject> of(Message request) {
        return switch (request) {
            case CreateVolumeRequest create -> KubernetesParameters.claim(create.getParametersMap());
            case CreateSnapshotRequest create -> KubernetesParameters.volumeSnapshot(create.getParametersMap());
            default -> id(request).flatMap(madeFor);
        };
    }

    private static Optional<String> id(Message request) {
        for (String name : IDS) {
            FieldDescriptor field = request.getDescriptorForType().findFieldByName(name);
            if (field != null && request.getField(field) instanceof String id && !id.isEmpty()) {
                return Optional.of(id);
            }
        }
        return Optional.empty();
    }
}
