package dev.zonal.csi.conformance;

import dev.zonal.csi.v1.CapacityRange;

/** A capacity range; 0 leaves an end open. */
record Range(long required, long limit) {
    static final Range ANY = new Range(0, 0);

    boolean isMalformed() {
        return required < 0 || limit < 0 || (limit != 0 && required > limit);
    }

    boolean contains(long size) {
        return required <= size && (limit == 0 || size <= limit);
    }

    CapacityRange message() {
        return CapacityRange.newBuilder()
                .setRequiredBytes(required)
                .setLimitBytes(limit)
                .build();
    }
}
