package dev.zonal.csi.conformance;

import dev.zonal.csi.SimulatedDriver;
import dev.zonal.csi.host.FileTree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A workload writes a file where a filesystem is mounted for writing, and does not sync it. */
record WriteFile(String path, String name, String text) implements Command {
    @Override
    public Reply run(SimulatedDriver driver) {
        FileTree files = driver.host().ports().files();
        Path file = Path.of(path, name);
        if (files.status(file).isPresent()) {
            files.deleteFile(file);
        }
        files.createFile(file, text.getBytes(StandardCharsets.UTF_8));
        return Reply.DONE;
    }

    @Override
    public List<Outcome> outcomes(State state) {
        ModelVolume volume = Workload.volumeAt(state, path);
        return List.of(Outcome.ok(state.with(volume.with(volume.carried().withFile(name, text)))));
    }

    @Override
    public boolean applies(State state) {
        return state.spot(path)
                .filter(spot -> spot.isMounted() && !spot.node() && !spot.readOnly())
                .isPresent();
    }
}
