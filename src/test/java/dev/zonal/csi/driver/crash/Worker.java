package dev.zonal.csi.driver.crash;

import dev.zonal.csi.client.CallFailed;
import dev.zonal.csi.driver.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;

/** An orchestrator with its applications: one call after the other on volumes of its own, each noted in the ledger. */
final class Worker {
    private static final AtomicLong STAMPS = new AtomicLong();
    private static final int MOST_SLOTS = 100;
    private static final int TAKEN_BACK_OF_HUNDRED = 30;

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
                    case Task.Call(var step) -> call(step, driver, shift);
                    case Task.Copy(var from, var step) -> copy(from, step, driver, shift);
                    case Task.Write(var volume) -> write(driver, volume, stamps(volume));
                }
                shift.answered();
            } catch (CallFailed gone) {
                if (shift.driverMayBeGone() && isOfNobody(gone)) {
                    return;
                }
                throw new AssertionError(pending + " failed with " + gone.codeName(), gone);
            }
        }
    }

    /** Whether nobody was there to answer, or waited in vain for somebody who was not. */
    private boolean isOfNobody(CallFailed failed) {
        return failed.codeName().equals("UNAVAILABLE") || chooser.repertoire().passes(failed);
    }

    /** Asks again for what was not answered, or takes it back: what it would have made is deleted by its id. */
    void retry(Workload driver) {
        pending.ifPresent(step -> {
            boolean begun = step.asked().life() == Life.CREATING;
            boolean takenBack = begun && chooser.random().nextInt(100) < TAKEN_BACK_OF_HUNDRED;
            call(takenBack ? chooser.takeBack(step.asked()) : step, driver, chooser.repertoire()::passes);
            tally.retried.increment();
        });
    }

    private void call(Step step, Workload driver, Shift shift) {
        call(step, driver, failed -> chooser.repertoire().passes(failed) && !shift.driverMayBeGone());
    }

    private void call(Step step, Workload driver, Predicate<CallFailed> passes) {
        ledger.put(step.asked());
        pending = Optional.of(step);
        Entry answered = Patience.call(step, driver, passes);
        ledger.put(answered);
        pending = Optional.empty();
        tally.answered.increment();
    }

    private void copy(VolumeEntry from, Function<List<Stamp>, Step> step, Workload driver, Shift shift)
            throws Exception {
        List<Stamp> meanwhile = from.use().answered() == Use.PUBLISHED ? stamps(from) : List.of();
        try (Writing _ = new Writing(() -> write(driver, from, meanwhile))) {
            call(step.apply(meanwhile), driver, shift);
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
