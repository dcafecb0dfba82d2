package dev.zonal.csi.driver.crash;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Draws what a worker does next from what it has. */
final class Chooser {
    private static final int VOLUMES = 3;
    private static final int SNAPSHOTS = 2;
    private static final int GROWTH_MEBIBYTES = 8;
    private static final int MOST_GROWTHS = 6;

    private final String prefix;
    private final SplittableRandom random;
    private final ControllerSteps controller;
    private final Repertoire repertoire;
    private final Ledger ledger;
    private final AtomicLong names = new AtomicLong();

    Chooser(String prefix, SplittableRandom random, ControllerSteps controller, Ledger ledger) {
        this.prefix = prefix;
        this.random = random;
        this.controller = controller;
        this.repertoire = controller.repertoire();
        this.ledger = ledger;
    }

    SplittableRandom random() {
        return random;
    }

    Repertoire repertoire() {
        return repertoire;
    }

    /** Whoever asked for it did not wait for the answer, and wants it away. */
    Step takeBack(Entry entry) {
        return controller.delete(entry);
    }

    /** What comes next, and what an application does meanwhile. */
    Task next() {
        List<VolumeEntry> volumes = ledger.volumes(prefix);
        List<SnapshotEntry> snapshots = ledger.snapshots(prefix);
        if (snapshots.size() > SNAPSHOTS) {
            return Task.of(controller.delete(oneOf(snapshots)));
        }
        if (volumes.isEmpty() || (volumes.size() < VOLUMES && chance(25))) {
            return make(volumes, snapshots);
        }
        VolumeEntry volume = oneOf(volumes);
        return switch (volume.use().answered()) {
            case NOWHERE ->
                switch (random.nextInt(8)) {
                    case 0 -> Task.of(controller.delete(volume));
                    case 1 -> cut(volume);
                    case 2 -> grow(volume);
                    default -> Task.of(repertoire.attaches() ? controller.attach(volume) : NodeSteps.stage(volume));
                };
            case ATTACHED ->
                switch (random.nextInt(8)) {
                    case 0, 1 -> Task.of(controller.detach(volume));
                    case 2 -> cut(volume);
                    case 3 -> grow(volume);
                    default -> Task.of(NodeSteps.stage(volume));
                };
            case STAGED ->
                switch (random.nextInt(8)) {
                    case 0, 1 -> Task.of(NodeSteps.unstage(volume, repertoire.attaches() ? Use.ATTACHED : Use.NOWHERE));
                    case 2 -> cut(volume);
                    case 3 -> grow(volume);
                    default -> Task.of(NodeSteps.publish(volume));
                };
            case PUBLISHED ->
                switch (random.nextInt(10)) {
                    case 0, 1 -> Task.of(NodeSteps.unpublish(volume));
                    case 2, 3 -> cut(volume);
                    case 4 -> grow(volume);
                    case 5 -> Task.of(NodeSteps.expand(volume));
                    default -> new Task.Write(volume);
                };
        };
    }

    private Task make(List<VolumeEntry> volumes, List<SnapshotEntry> snapshots) {
        boolean thick = chance(20);
        if (!snapshots.isEmpty() && chance(35)) {
            SnapshotEntry from = oneOf(snapshots);
            return Task.of(controller.restore(name(), from, from.mebibytes() + growth(), thick));
        }
        if (repertoire.clones() && !volumes.isEmpty() && chance(35)) {
            VolumeEntry from = oneOf(volumes);
            long mebibytes = from.mebibytes().answered() + growth();
            return new Task.Copy(from, meanwhile -> controller.clone(name(), from, mebibytes, thick, meanwhile));
        }
        Kind kind = oneOf(List.of(Kind.values()));
        return Task.of(controller.create(name(), kind, kind.leastMebibytes() + growth(), thick));
    }

    private Task cut(VolumeEntry volume) {
        boolean frozen = chance(40);
        return new Task.Copy(volume, meanwhile -> controller.snapshot(name(), volume, frozen, meanwhile));
    }

    private Task grow(VolumeEntry volume) {
        long most = volume.kind().leastMebibytes() + MOST_GROWTHS * GROWTH_MEBIBYTES;
        long larger = volume.mebibytes().answered() + GROWTH_MEBIBYTES;
        return larger > most ? cut(volume) : Task.of(controller.expand(volume, larger));
    }

    private long growth() {
        return (long) random.nextInt(2) * GROWTH_MEBIBYTES;
    }

    private String name() {
        return prefix + names.incrementAndGet();
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
