package dev.zonal.csi.conformance;

import dev.zonal.csi.SimulatedDriver;
import io.grpc.Status.Code;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A workload reads what was written to a raw device. */
record ReadBlocks(String path) implements Command {
    static final int BLOCKS = 4;

    @Override
    public Reply run(SimulatedDriver driver) {
        SortedMap<Integer, String> found = new TreeMap<>();
        for (int number = 0; number < BLOCKS; number++) {
            byte[] bytes = driver.host().readDevice(Path.of(path), (long) number * WriteBlock.BYTES, WriteBlock.BYTES);
            String text = new String(bytes, StandardCharsets.UTF_8).replace("\0", "");
            if (!text.isEmpty()) {
                found.put(number, text);
            }
        }
        return new Reply(Code.OK, found);
    }

    @Override
    public List<Outcome> outcomes(State state) {
        return List.of(new Outcome(
                Code.OK,
                told -> told.equals(Workload.volumeAt(state, path).carried().blocks()),
                state));
    }

    @Override
    public boolean applies(State state) {
        return state.spot(path)
                .filter(spot -> spot.isMounted() && spot.node() && !spot.readOnly())
                .isPresent();
    }
}
