package dev.zonal.csi.cloud.simulator;

import dev.zonal.csi.cloud.Cloud;
import dev.zonal.csi.cloud.CloudControl;
import dev.zonal.csi.cloud.description.CloudDescription;
import dev.zonal.csi.cloud.description.DescriptionFile;
import dev.zonal.csi.host.Commands;
import dev.zonal.csi.host.SimulatedClock;
import dev.zonal.csi.host.SimulatedHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A simulated cloud on a simulated host, with a clock that goes on only when a test says so. */
public final class CloudBench implements AutoCloseable {
    public static final Path FOLDER = Path.of("/pool/cloud");

    public final SimulatedHost host = new SimulatedHost();
    public final SimulatedClock clock = new SimulatedClock();

    /** How long calls were kept waiting. */
    public final List<Duration> pauses = new ArrayList<>();

    private final CloudDescription description;
    private int starts;
    private SimulatedCloud running;

    public CloudBench(String description) {
        this.description = DescriptionFile.parse("test.yaml", description);
        running = start();
    }

    private SimulatedCloud start() {
        Commands none = new Commands() {
            @Override
            public Result run(Duration timeout, List<String> command) {
                throw new AssertionError("no program is needed where files share extents: " + command);
            }

            @Override
            public boolean isInstalled(String program) {
                return false;
            }
        };
        return SimulatedCloud.open(
                description,
                FOLDER,
                new SimulatedCloud.Machine(host.ports(), none, clock, pauses::add, false),
                new SplittableRandom(starts++));
    }

    /** What is left of the process is gone; the next one begins with what is on the disk. */
    public void restart() {
        abandon();
        host.kill();
        running = start();
    }

    /** The same after something happened to the host: the folder is as it is. */
    public void startAgain() {
        abandon();
        running = start();
    }

    private void abandon() {
        try {
            running.close();
        } catch (RuntimeException | Error alreadyDead) {
            // It was stopped in the midst of a call.
        }
    }

    public SimulatedCloud running() {
        return running;
    }

    public Cloud cloud() {
        return running.as("test");
    }

    public CloudControl control() {
        return running.control();
    }

    @Override
    public void close() {
        running.close();
    }
}
