package dev.zonal.csi.controller;

import dev.zonal.csi.model.AccessType;
import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeParameters;
import java.util.Collection;
import java.util.Optional;

/**
 * Whether what exists satisfies what is asked: the heart of idempotency, pure. A retry may come with another order of
 * preferences or a wider range and is still satisfied; what differs otherwise is named.
 */
final class Compatibility {
    private Compatibility() {}

    /**
     * @param pool the pool that the volume lives in
     * @return what differs, for the refusal; empty where the volume satisfies the request
     */
    static Optional<String> difference(Volume volume, String pool, VolumeRequest request) {
        if (!request.capacity().contains(volume.capacity())) {
            return differs("capacity_range", volume.capacity(), request.capacity());
        }
        if (!volume.source().equals(request.source())) {
            return differs("volume_content_source", source(volume.source()), source(request.source()));
        }
        if (!request.accessibility().isMetBy(volume.accessibleFrom())) {
            return differs(
                    "accessibility_requirements",
                    volume.accessibleFrom(),
                    request.accessibility().requisite());
        }
        return differsInParameters(volume, pool, request.parameters())
                .or(() -> unsupported(volume, request.capabilities()).map(reason -> "volume_capabilities: " + reason));
    }

    /** What of the parameters the volume was not made with. */
    static Optional<String> differsInParameters(Volume volume, String pool, VolumeParameters asked) {
        VolumeParameters had = volume.parameters();
        if (asked.pool().isPresent() && !asked.pool().get().equals(pool)) {
            return differs("parameters: pool", pool, asked.pool().get());
        }
        if (had.provisioning() != asked.provisioning()) {
            return differs("parameters: provisioning", had.provisioning(), asked.provisioning());
        }
        if (!had.mkfsOptions().equals(asked.mkfsOptions())) {
            return differs("parameters: mkfsOptions", had.mkfsOptions(), asked.mkfsOptions());
        }
        if (!had.disk().equals(asked.disk())) {
            return differs("parameters of the disk", had.disk(), asked.disk());
        }
        if (!had.mountOptions().equals(asked.mountOptions())) {
            return differs("parameters: mountOptions", had.mountOptions(), asked.mountOptions());
        }
        return Optional.empty();
    }

    /** Which of the capabilities the volume was not made for. */
    static Optional<String> unsupported(Volume volume, Collection<VolumeCapability> asked) {
        for (VolumeCapability wish : asked) {
            if (!isCovered(volume, wish)) {
                return Optional.of("the volume was not made for " + describe(wish));
            }
        }
        return Optional.empty();
    }

    static Optional<String> difference(Snapshot snapshot, SnapshotRequest request) {
        if (!snapshot.source().equals(request.source())) {
            return differs("source_volume_id", snapshot.source(), request.source());
        }
        if (snapshot.consistency() != request.consistency()) {
            return differs("parameters: consistency", snapshot.consistency(), request.consistency());
        }
        if (!request.accessibility().isMetBy(snapshot.accessibleFrom())) {
            return differs(
                    "accessibility_requirements",
                    snapshot.accessibleFrom(),
                    request.accessibility().requisite());
        }
        return Optional.empty();
    }

    private static boolean isCovered(Volume volume, VolumeCapability wish) {
        for (VolumeCapability had : volume.capabilities()) {
            if (covers(volume, had, wish)) {
                return true;
            }
        }
        return false;
    }

    private static boolean covers(Volume volume, VolumeCapability had, VolumeCapability wish) {
        return had.accessMode() == wish.accessMode()
                && switch (wish.accessType()) {
                    case AccessType.Block _ -> had.isBlock();
                    case AccessType.Mounted mounted ->
                        had.accessType() instanceof AccessType.Mounted made
                                && (mounted.filesystem().isEmpty()
                                        || mounted.filesystem().equals(filesystem(volume, made)));
                };
    }

    /** What the volume carries or will carry once it is formatted; empty where the driver's default decides. */
    private static Optional<FilesystemType> filesystem(Volume volume, AccessType.Mounted made) {
        return switch (volume.contents()) {
            case Contents.Formatted formatted -> Optional.of(formatted.filesystem());
            case Contents.Formatting formatting -> Optional.of(formatting.filesystem());
            case Contents.Blank _ -> made.filesystem();
            case Contents.Raw _ -> made.filesystem();
        };
    }

    private static String describe(VolumeCapability capability) {
        String type = switch (capability.accessType()) {
            case AccessType.Block _ -> "block";
            case AccessType.Mounted mounted ->
                mounted.filesystem().map(fs -> "mount with " + fs).orElse("mount");
        };
        return type + " as " + capability.accessMode();
    }

    private static String source(Optional<?> source) {
        return source.map(Object::toString).orElse("none");
    }

    private static Optional<String> differs(String field, Object had, Object asked) {
        return Optional.of(field + ": it has " + had + ", the request says " + asked);
    }
}
