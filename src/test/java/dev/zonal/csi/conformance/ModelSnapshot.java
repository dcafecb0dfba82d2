package dev.zonal.csi.conformance;

import java.time.Instant;

/** A snapshot as the model knows it. */
record ModelSnapshot(
        String id,
        String name,
        String pool,
        String source,
        long size,
        boolean frozen,
        Instant created,
        Carried carried) {}
