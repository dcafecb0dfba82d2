package dev.zonal.csi.rpc;

import dev.zonal.csi.controller.Volumes;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import dev.zonal.csi.v1.ValidateVolumeCapabilitiesRequest;
import dev.zonal.csi.v1.ValidateVolumeCapabilitiesResponse;
import java.util.Optional;
import java.util.Set;

/** ValidateVolumeCapabilities: what is not supported is no mistake of the caller's here, but the answer. */
final class Validation {
    private Validation() {}

    static ValidateVolumeCapabilitiesResponse answer(
            ValidateVolumeCapabilitiesRequest request, Volumes volumes, ParameterSet known) {
        String id = Fields.required("volume_id", request.getVolumeId());
        CapabilityMessages.requireWellFormed(request.getVolumeCapabilitiesList());
        Optional<String> reason = reason(volumes.get(Ids.existingVolume(id)).id(), request, volumes, known);
        ValidateVolumeCapabilitiesResponse.Builder response = ValidateVolumeCapabilitiesResponse.newBuilder();
        reason.ifPresentOrElse(
                why -> response.setMessage(Sentence.bounded(why)),
                () -> response.getConfirmedBuilder()
                        .addAllVolumeCapabilities(request.getVolumeCapabilitiesList())
                        .putAllVolumeContext(request.getVolumeContextMap())
                        .putAllParameters(request.getParametersMap()));
        return response.build();
    }

    private static Optional<String> reason(
            VolumeId id, ValidateVolumeCapabilitiesRequest request, Volumes volumes, ParameterSet known) {
        try {
            DiskParameters.requireKnown(request.getModifiableParametersMap(), known);
            Set<VolumeCapability> capabilities = CapabilityMessages.required(request.getVolumeCapabilitiesList());
            Optional<VolumeParameters> parameters = request.getParametersMap().isEmpty()
                    ? Optional.empty()
                    : Optional.of(ParameterMessages.ofVolume(request.getParametersMap(), capabilities, known));
            return volumes.validate(id, capabilities, parameters);
        } catch (StorageException.InvalidArgument unsupported) {
            return Optional.of(String.valueOf(unsupported.getMessage()));
        }
    }
}
