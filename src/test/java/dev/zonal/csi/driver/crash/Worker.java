package dev.zonal.csi.driver.crash;

import dev.zonal.csi.client.CallFailed;
import dev.zonal.csi.driver.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** An orchestrator with its applications: one call after the other on volumes of its own, each noted in the ledger. */
final class Worker {
    private static final AtomicLong STAMPS = new AtomicLong();
    private static final int MOST_SLOTS = 100;

    private final Chooser chooser;
    private final Ledger ledger;
    private final Tally tally;
    private volatile Optional<Step> pending = Optional.empty();

    Worker(Chooser chooser, Ledger ledger, Tally tally) {
        this.chooser = chooser;
        this.ledger = ledger;
        this.tally = tally;
    }

    /** The call that was not answered. */
    Optional<Step> pending() {
        return pending;
    }

    /** Works until the shift ends or the driver is gone. */
    void work(Workload driver, Shift shift) throws Exception {
        while (!shift.isOver()) {
            try {
                switch (chooser.next()) {
                    case Task.Call(var step) -> call(step, driver);
                    case Task.Copy(var from, var step) -> copy(from, step, driver);
                    case Task.Write(var volume) -> write(driver, volume, stamps(volume));
                }
                shift.answered();
            } catch (CallFailed gone) {
                if (gone.codeName().equals("UNAVAILABLE") && shift.driverMayBeGone()) {
                    return;
                }
                throw new AssertionError(pending + " failed with " + gone.codeName(), gone);
            }
        }
    }

    /** Asks again for what was not answered. */
    void retry(Workload driver) {
        pending.ifPresent(step -> {
            call(step, driver);
            tally.retried.increment();
        });
    }

    private void call(Step step, Workload driver) {
        ledger.put(step.asked());
        pending = Optional.of(step);
        Entry answered = Patience.call(step, driver);
        ledger.put(answered);
        pending = Optional.empty();
        tally.answered.increment();
    }

    private void copy(VolumeEntry from, Function<List<Stamp>, Step> step, Workload driver) throws Exception {
        List<Stamp> meanwhile = from.use().answered() == Use.PUBLISHED ? stamps(from) : List.of();
        try (Writing _ = new Writing(() -> write(driver, from, meanwhile))) {
            call(step.apply(meanwhile), driver);
        }
    }

    private List<Stamp> stamps(VolumeEntry volume) {
        int free = volume.written().freeSlot();
        int count = Math.min(chooser.random().nextInt(4), MOST_SLOTS - free);
        List<Stamp> stamps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            stamps.add(new Stamp(STAMPS.incrementAndGet(), free + i));
        }
        return stamps;
    }

    private void write(Workload driver, VolumeEntry volume, List<Stamp> stamps) throws Exception {
        for (Stamp stamp : stamps) {
            ledger.update(volume, written -> written.begin(List.of(stamp)));
            Application.write(driver.targetPath(volume.volume()), volume.kind(), stamp);
            ledger.update(volume, written -> written.sync(stamp));
            tally.written.increment();
        }
    }
}
