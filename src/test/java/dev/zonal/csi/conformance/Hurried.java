package dev.zonal.csi.conformance;

import dev.zonal.csi.SimulatedDriver;
import dev.zonal.csi.concurrent.Deadline;
import java.time.Duration;
import java.util.Optional;

/** A call with a deadline so near that it may pass while the driver is at it, which goes on to its next safe point. */
record Hurried(Command call, Duration patience) implements Wrapped {
    @Override
    public Reply run(SimulatedDriver driver) {
        return Deadline.of(Optional.of(patience), () -> false).call(() -> call.run(driver));
    }
}
