package dev.zonal.csi.cloud.simulator;

import dev.zonal.csi.cloud.ClientToken;
import dev.zonal.csi.cloud.Cloud;
import dev.zonal.csi.cloud.CloudControl;
import dev.zonal.csi.cloud.FaultPlan;
import dev.zonal.csi.cloud.NewInstance;
import dev.zonal.csi.cloud.description.CloudDescription;
import dev.zonal.csi.host.Commands;
import dev.zonal.csi.host.Host;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A simulated cloud in a folder of this machine. Its disks are image files, and devices of this machine where they are
 * attached; what happens to it is durable.
 */
public final class SimulatedCloud implements AutoCloseable {
    private final World world;
    private final CloudFolder folder;
    private final WorldThread thread;
    private final Lives lives;
    private final Gate gate;

    private SimulatedCloud(World world, CloudFolder folder, WorldThread thread, Lives lives, Gate gate) {
        this.world = world;
        this.folder = folder;
        this.thread = thread;
        this.lives = lives;
        this.gate = gate;
    }

    /**
     * What a cloud needs of the machine.
     *
     * @param programs to copy images where they can't share their extents
     * @param time the machine's
     * @param pauses waits for the latency of a call that a fault slows down
     * @param keepsTime whether what becomes due happens by itself; else it waits for the next call
     */
    public record Machine(
            Host host, Commands programs, InstantSource time, Consumer<Duration> pauses, boolean keepsTime) {}

    /**
     * Opens the cloud in the folder, or makes one there.
     *
     * @param random of the ids that it gives
     * @throws CloudFolderException where another process has it
     */
    public static SimulatedCloud open(
            CloudDescription description, Path root, Machine machine, RandomGenerator random) {
        CloudFolder folder = CloudFolder.open(root, machine.host(), random);
        try {
            World world = new World(description, folder, machine.host().files(), machine.time(), random);
            Lives lives = new Lives(world, machine);
            WorldThread thread = new WorldThread(world, lives.course(), machine.keepsTime());
            FaultSchedule faults = new FaultSchedule(world, new SplittableRandom(description.seed()));
            Gate gate = new Gate(world, thread, faults, new TokenBuckets(description.rates()), machine.pauses());
            SimulatedCloud cloud = new SimulatedCloud(world, folder, thread, lives, gate);
            thread.run(() -> {
                furnish(world, lives, faults);
                return true;
            });
            return cloud;
        } catch (RuntimeException | Error failed) {
            folder.close();
            throw failed;
        }
    }

    /** The faults and instances of the description, once in the life of the cloud. */
    private static void furnish(World world, Lives lives, FaultSchedule faults) {
        if (world.control().furnished()) {
            return;
        }
        for (NewInstance instance : world.description().instances()) {
            lives.instances().add(instance, new ClientToken("described-" + instance.id()));
        }
        if (world.control().faults().isEmpty()) {
            for (FaultPlan fault : world.description().faults()) {
                faults.add(fault);
            }
        }
        world.control(world.control().taken());
    }

    /** The cloud as the account sees it, whose calls count for its rate limits. */
    public Cloud as(String account) {
        return new AccountView(world, gate, lives, account);
    }

    /** The cloud from outside of its API. */
    public CloudControl control() {
        return new WorldControl(world, thread, lives, gate.faults());
    }

    /** How many changes there were in it; asks nobody, so that it can be asked often. */
    public long changes() {
        return world.changes();
    }

    /** From now on that is told of every call of the API. */
    public void watch(CallWatch watch) {
        gate.watch(watch);
    }

    @Override
    public void close() {
        thread.close();
        folder.close();
    }
}
