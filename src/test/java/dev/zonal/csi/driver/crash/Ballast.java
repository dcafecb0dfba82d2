package dev.zonal.csi.driver.crash;

import dev.zonal.csi.driver.Workload;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Snapshots and clones of a small, empty volume, which no worker uses. With them a pool holds so much that a start opens its
 * socket before the pool serves.
 */
final class Ballast {
    /** So many that the first calls after a power cut, which leaves nothing in memory, may come while they are read. */
    private static final int COPIES = 1200;

    private final ControllerSteps controller;
    private final Ledger ledger;

    Ballast(ControllerSteps controller, Ledger ledger) {
        this.controller = controller;
        this.ledger = ledger;
    }

    void load(Workload driver, Crew crew) throws InterruptedException {
        Step first = controller.create("ballast", Kind.BLOCK, 1, false);
        VolumeEntry source = (VolumeEntry) make(first, driver);
        crew.each(IntStream.range(0, COPIES).boxed().toList(), number -> make(copy(source, number), driver));
    }

    private Step copy(VolumeEntry source, int number) {
        String name = "ballast-" + number;
        return number % 2 == 0
                ? controller.snapshot(name, source, false, List.of())
                : controller.clone(name, source, source.mebibytes().answered(), false, List.of());
    }

    private Entry make(Step step, Workload driver) {
        Entry made = Patience.call(step, driver, Repertoire.POOL::passes);
        ledger.put(made);
        return made;
    }
}
