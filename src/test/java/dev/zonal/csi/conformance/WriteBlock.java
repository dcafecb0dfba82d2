package dev.zonal.csi.conformance;

import dev.zonal.csi.SimulatedDriver;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A workload writes to a raw device, and does not sync it; not over a filesystem, since that would destroy it. */
record WriteBlock(String path, int number, String text) implements Command {
    static final int BYTES = 4096;

    @Override
    public Reply run(SimulatedDriver driver) {
        driver.host().writeDevice(Path.of(path), (long) number * BYTES, text.getBytes(StandardCharsets.UTF_8));
        return Reply.DONE;
    }

    @Override
    public List<Outcome> outcomes(State state) {
        ModelVolume volume = Workload.volumeAt(state, path);
        return List.of(Outcome.ok(state.with(volume.with(volume.carried().withBlock(number, text)))));
    }

    @Override
    public boolean applies(State state) {
        return state.spot(path)
                .filter(spot -> spot.isMounted() && spot.node() && !spot.readOnly())
                .map(_ -> Workload.volumeAt(state, path).carried().filesystem().isEmpty())
                .orElse(false);
    }
}
