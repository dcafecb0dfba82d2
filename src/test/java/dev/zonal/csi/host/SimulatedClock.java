package dev.zonal.csi.host;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that goes on only when a test says so. */
public final class SimulatedClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-05-04T03:02:01.000000005Z");

    @Override
    public Instant instant() {
        return now;
    }

    public synchronized void advance(Duration by) {
        now = now.plus(by);
    }
}
