package dev.zonal.csi.cli.demo;

import dev.zonal.csi.cli.demo.DriverLauncher.RunningDriver;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.config.Endpoint;
import dev.zonal.csi.host.Host;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plays the story on a driver of its own. */
final class Demo {
    private static final Duration CALL_TIMEOUT = Duration.ofMinutes(1);
    private static final int LOG_LINES = 10;
    private static final String IMAGE_SIZE = "8Gi";

    private final Host host;
    private final DriverLauncher launcher;
    private final Narrator narrator;
    private final Interruption interruption;

    Demo(Host host, DriverLauncher launcher, Narrator narrator, Interruption interruption) {
        this.host = host;
        this.launcher = launcher;
        this.narrator = narrator;
        this.interruption = interruption;
    }

    /**
     * From the first step to the last; whatever happens, the premises are left as a whole to their owner.
     *
     * @throws DemoFailure where something is not as promised
     */
    void play(Premises premises, Optional<Path> askedPool) {
        narrator.begin("Set-up");
        Leftovers.Swept earlier = premises.clear();
        if (!earlier.isNothing()) {
            narrator.fact("an earlier demo was killed: took away its " + earlier.mounts() + " mounts and "
                    + earlier.loopDevices() + " loop devices");
        }
        Workspace place = premises.furnish(askedPool);
        try (OutputStream log = Files.newOutputStream(place.log())) {
            act(place, log);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (RuntimeException failed) {
            if (!interruption.happened()) {
                narrator.log(lastLines(place.log()));
            }
            throw failed;
        }
        narrator.begin("Nothing is left");
        Leftovers.Swept left = premises.release();
        narrator.promise(
                "the driver left no mount and no loop device behind (" + left.mounts() + ", " + left.loopDevices()
                        + ")",
                left.isNothing());
    }

    private void act(Workspace place, OutputStream log) {
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
            Scene scene = new Scene(client, narrator, place, host);
            tell(scene);
        }
    }

    private static List<String> lastLines(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    private void tell(Scene scene) {
        try {
            for (Story.Step step : Story.steps()) {
                narrator.begin(step.title());
                interruption.demandNone();
                step.play().accept(scene);
            }
        } finally {
            // A signal has had its effect on the step; stopping and cleaning up have to run to their end.
            var _ = Thread.interrupted();
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
