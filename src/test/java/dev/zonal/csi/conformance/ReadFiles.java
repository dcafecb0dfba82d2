package dev.zonal.csi.conformance;

import dev.zonal.csi.SimulatedDriver;
import dev.zonal.csi.host.FileTree;
import io.grpc.Status.Code;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A workload reads all that is in a mounted filesystem. */
record ReadFiles(String path) implements Command {
    private static final int LONGEST = 4096;

    @Override
    public Reply run(SimulatedDriver driver) {
        FileTree files = driver.host().ports().files();
        SortedMap<String, String> found = new TreeMap<>();
        for (String name : files.list(Path.of(path))) {
            found.put(name, new String(files.read(Path.of(path, name), LONGEST), StandardCharsets.UTF_8));
        }
        return new Reply(Code.OK, found);
    }

    @Override
    public List<Outcome> outcomes(State state) {
        return List.of(new Outcome(
                Code.OK,
                told -> told.equals(Workload.volumeAt(state, path).carried().files()),
                state));
    }

    @Override
    public boolean applies(State state) {
        return state.spot(path).filter(spot -> spot.isMounted() && !spot.node()).isPresent();
    }
}
