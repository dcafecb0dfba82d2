package dev.zonal.csi.cli.demo;

import dev.zonal.csi.cli.demo.DriverLauncher.RunningDriver;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.config.Endpoint;
import dev.zonal.csi.host.Host;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The story of one driver, in this process. */
final class OneNode implements Demo.Play {
    private static final Duration CALL_TIMEOUT = Duration.ofMinutes(1);
    private static final String IMAGE_SIZE = "8Gi";

    private final Host host;
    private final DriverLauncher launcher;
    private final Performance performance;

    OneNode(Host host, DriverLauncher launcher, Performance performance) {
        this.host = host;
        this.launcher = launcher;
        this.performance = performance;
    }

    @Override
    public void act(Workspace place, OutputStream log) {
        Narrator narrator = performance.narrator();
        List<RunningDriver> started = new ArrayList<>();
        narrator.fact("the pool: " + place.pool()
                + (PoolPlace.isFolder(place.pool())
                        ? ", a folder"
                        : ", a sparse file of " + IMAGE_SIZE
                                + " that the driver formats (XFS with reflink) and mounts"));
        narrator.act(
                "start the driver on unix://" + place.socket(),
                () -> started.add(launcher.start(serveArguments(place), log)));
        try (RunningDriver _ = started.getFirst();
                CsiClient client = CsiClient.connect(new Endpoint(place.socket()), CALL_TIMEOUT)) {
            performance.tell(Story.steps(), new Scene(client, client.node(), narrator, place, host));
        }
    }

    private static List<String> serveArguments(Workspace place) {
        List<String> arguments = new ArrayList<>(List.of(
                "--endpoint",
                "unix://" + place.socket(),
                "--node-id",
                "demo",
                "--topology",
                Placing.HERE,
                "--pool",
                "default=" + place.pool(),
                "--run-dir",
                place.run().toString()));
        if (!PoolPlace.isFolder(place.pool())) {
            arguments.addAll(List.of("--pool-size", IMAGE_SIZE, "--pool-sparse", "default"));
        }
        return arguments;
    }
}
