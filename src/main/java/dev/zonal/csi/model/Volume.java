package dev.zonal.csi.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A volume as its backend knows it.
 *
 * @param name the name that the CO gave it, any text of up to 128 bytes
 * @param capacity what the workload sees, at least what was asked for
 * @param capabilities what it was made for
 * @param parameters what its StorageClass said
 * @param source what it started with
 * @param contents what it carries now
 * @param accessibleFrom the places from which it can be used, any of them
 * @param claim the PersistentVolumeClaim that it was made for, where the request named one
 */
public record Volume(
        VolumeId id,
        String name,
        ByteSize capacity,
        Set<VolumeCapability> capabilities,
        VolumeParameters parameters,
        Optional<ContentSource> source,
        Contents contents,
        Instant created,
        List<Topology> accessibleFrom,
        Optional<KubernetesObject> claim) {
    public Volume {
        capabilities = Set.copyOf(capabilities);
        accessibleFrom = List.copyOf(accessibleFrom);
    }

    public Volume withCapacity(ByteSize larger) {
        return new Volume(id, name, larger, capabilities, parameters, source, contents, created, accessibleFrom, claim);
    }

    public Volume withContents(Contents now) {
        return new Volume(id, name, capacity, capabilities, parameters, source, now, created, accessibleFrom, claim);
    }

    public Volume withAccessibleFrom(List<Topology> places) {
        return new Volume(id, name, capacity, capabilities, parameters, source, contents, created, places, claim);
    }

    public Volume withClaim(Optional<KubernetesObject> named) {
        return new Volume(
                id, name, capacity, capabilities, parameters, source, contents, created, accessibleFrom, named);
    }
}
