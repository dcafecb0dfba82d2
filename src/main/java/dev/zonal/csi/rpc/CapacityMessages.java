package dev.zonal.csi.rpc;

import com.google.protobuf.Int64Value;
import dev.zonal.csi.backend.Capacity;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.CapacityRange;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.v1.GetCapacityResponse;
import java.util.Optional;

/** Sizes on the wire. */
final class CapacityMessages {
    private CapacityMessages() {}

    /** The range asked for; an absent message and zeroes leave it open. */
    static CapacityRange range(dev.zonal.csi.v1.CapacityRange range) {
        ByteSize required = size("capacity_range.required_bytes", range.getRequiredBytes());
        ByteSize limit = size("capacity_range.limit_bytes", range.getLimitBytes());
        return new CapacityRange(required, limit.isZero() ? Optional.empty() : Optional.of(limit));
    }

    /** A range that has to say something. */
    static CapacityRange requiredRange(boolean present, dev.zonal.csi.v1.CapacityRange range) {
        CapacityRange parsed = range(range);
        if (!present || parsed.equals(CapacityRange.ANY)) {
            throw Fields.missing("capacity_range");
        }
        return parsed;
    }

    static GetCapacityResponse response(Capacity capacity) {
        return GetCapacityResponse.newBuilder()
                .setAvailableCapacity(capacity.available().bytes())
                .setMaximumVolumeSize(Int64Value.of(capacity.maximumVolume().bytes()))
                .setMinimumVolumeSize(Int64Value.of(capacity.minimumVolume().bytes()))
                .build();
    }

    private static ByteSize size(String field, long bytes) {
        if (bytes < 0) {
            throw new StorageException.InvalidArgument(field + ": " + bytes + " is negative");
        }
        return ByteSize.ofBytes(bytes);
    }
}
