package dev.zonal.csi.conformance;

import dev.zonal.csi.SimulatedDriver;
import java.util.List;

/** The driver is killed between two calls, and started again: nothing may be different afterwards. */
record Restart() implements Command {
    @Override
    public Reply run(SimulatedDriver driver) {
        driver.restart();
        return Reply.DONE;
    }

    @Override
    public List<Outcome> outcomes(State state) {
        return List.of(Outcome.ok(state));
    }
}
