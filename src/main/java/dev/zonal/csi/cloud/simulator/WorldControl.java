package dev.zonal.csi.cloud.simulator;

import dev.zonal.csi.cloud.CloudControl;
import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.CloudException.Kind;
import dev.zonal.csi.cloud.CloudState;
import dev.zonal.csi.cloud.DiskId;
import dev.zonal.csi.cloud.FaultPlan;
import dev.zonal.csi.cloud.InstanceId;
import dev.zonal.csi.cloud.PlannedFault;
import dev.zonal.csi.cloud.simulator.ControlRecord.SoldOut;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is done to a simulated cloud from outside of its API: on its one thread, past the gate. */
final class WorldControl implements CloudControl {
    private final World world;
    private final WorldThread thread;
    private final Lives lives;
    private final FaultSchedule faults;

    WorldControl(World world, WorldThread thread, Lives lives, FaultSchedule faults) {
        this.world = world;
        this.thread = thread;
        this.lives = lives;
        this.faults = faults;
    }

    @Override
    public CloudState state() {
        return thread.run(() -> new CloudState(
                world.now(),
                Duration.ofMillis(world.control().advancedMillis()),
                Offers.of(world),
                world.instances().values().stream().map(lives.instances()::view).toList(),
                world.disks().values().stream().map(lives.views()::now).toList(),
                lives.snapshots().all(),
                faults.all(),
                UnderWay.of(world)));
    }

    @Override
    public PlannedFault addFault(FaultPlan plan) {
        return thread.run(() -> faults.add(plan));
    }

    @Override
    public List<PlannedFault> faults() {
        return thread.run(faults::all);
    }

    @Override
    public void clearFaults(Optional<String> id) {
        run(() -> faults.clear(id));
    }

    @Override
    public void setZoneUp(String zone, boolean up) {
        run(() -> {
            world.region(zone);
            List<String> others = world.control().downZones().stream()
                    .filter(down -> !down.equals(zone))
                    .toList();
            world.control(world.control().withDownZones(up ? others : with(others, zone)));
        });
    }

    @Override
    public void setSoldOut(String zone, Optional<String> category, boolean soldOut) {
        run(() -> {
            world.region(zone);
            category.filter(name -> !world.description().categories().containsKey(name))
                    .ifPresent(name -> {
                        throw new CloudException(Kind.INVALID, "there is no disk category '" + name + "'");
                    });
            List<SoldOut> others = world.control().soldOut().stream()
                    .filter(sold -> !sold.zone().equals(zone)
                            || (category.isPresent() && !sold.category().equals(category)))
                    .toList();
            world.control(world.control().withSoldOut(soldOut ? with(others, new SoldOut(zone, category)) : others));
        });
    }

    private static <T> List<T> with(List<T> all, T one) {
        return Stream.concat(all.stream(), Stream.of(one)).toList();
    }

    @Override
    public void killInstance(InstanceId instance) {
        run(() -> lives.instances().kill(instance.text()));
    }

    @Override
    public void setOtherDevices(InstanceId instance, int devices) {
        run(() -> lives.instances().setOtherDevices(instance.text(), devices));
    }

    @Override
    public void detachByHand(DiskId disk) {
        run(() -> lives.attachments().release(_ -> true, world.disk(disk.text()), world.now()));
    }

    @Override
    public Instant advanceClock(Duration by) {
        if (by.isNegative()) {
            throw new CloudException(Kind.INVALID, "time goes forwards alone, not by " + TimeSpan.words(by));
        }
        return thread.run(() -> {
            world.control(world.control().advanced(by.toMillis()));
            return world.now();
        });
    }

    private void run(Runnable work) {
        thread.run(() -> {
            work.run();
            return true;
        });
    }
}
