package dev.zonal.csi.model;

import java.util.Optional;

/**
 * How large a volume has to be (CSI spec, CapacityRange).
 *
 * @param required at least this much, zero where the caller has no wish
 * @param limit at most this much, where the caller says so
 */
public record CapacityRange(ByteSize required, Optional<ByteSize> limit) {
    public static final CapacityRange ANY = new CapacityRange(ByteSize.ZERO, Optional.empty());

    public CapacityRange {
        if (limit.isPresent() && required.isMoreThan(limit.get())) {
            throw new StorageException.InvalidArgument(
                    "capacity_range: required_bytes " + required + " is more than limit_bytes " + limit.get());
        }
    }

    public static CapacityRange atLeast(ByteSize required) {
        return new CapacityRange(required, Optional.empty());
    }

    public boolean contains(ByteSize size) {
        return !required.isMoreThan(size)
                && limit.map(most -> !size.isMoreThan(most)).orElse(true);
    }

    @Override
    public String toString() {
        return limit.map(most -> required + " to " + most).orElse("at least " + required);
    }
}
