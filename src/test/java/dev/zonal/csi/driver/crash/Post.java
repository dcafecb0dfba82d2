package dev.zonal.csi.driver.crash;

import dev.zonal.csi.driver.RealDriver;
import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.v1.Topology;
import dev.zonal.csi.v1.TopologyRequirement;
import java.util.List;
import java.util.Optional;

/**
 * One node with those who work there: what they use is on that node, and what they ask for they ask of whichever controller
 * they are told.
 */
final class Post implements AutoCloseable {
    private static final int WORKERS = 3;

    private final Trial trial;
    private final String node;
    private final RealDriver driver;
    private final Topology place;
    private final Repertoire repertoire;
    private final HomeId home;
    private final Crew crew;

    /**
     * @param driver the one on the node
     * @param place where the volumes of the node have to be
     */
    Post(Trial trial, String node, RealDriver driver, Topology place, Repertoire repertoire, RealDriver controller) {
        this.trial = trial;
        this.node = node;
        this.driver = driver;
        this.place = place;
        this.repertoire = repertoire;
        try (Workload first = workload(controller)) {
            this.home = Site.home(first);
        }
        this.crew = new Crew(trial, new ControllerSteps(home, repertoire), names() + "w", WORKERS);
    }

    String node() {
        return node;
    }

    RealDriver driver() {
        return driver;
    }

    Topology place() {
        return place;
    }

    /** Where all that is made here is. */
    HomeId home() {
        return home;
    }

    /** With which the names of all that is made here begin. */
    private String names() {
        return node + "-";
    }

    Workload workload(RealDriver controller) {
        return new Workload(
                controller.client(),
                driver.client(),
                driver.folder(),
                TopologyRequirement.newBuilder().addRequisite(place).build(),
                repertoire.attaches() ? Optional.of(node) : Optional.empty());
    }

    Crew.Rest begin(Workload workload, Shift shift) {
        return crew.begin(workload, shift);
    }

    /** Asks again for what was not answered, whichever controller was asked for it first. */
    void retry(RealDriver controller) throws InterruptedException {
        try (Workload workload = workload(controller)) {
            crew.retry(workload);
        }
    }

    void checkContents(Listed listed, RealDriver controller) throws Exception {
        Account account = trial.ledger().account();
        try (Workload workload = workload(controller)) {
            Contents contents = new Contents(workload, trial.tally());
            crew.each(List.copyOf(listed.of(home).ids()), id -> {
                Entry entry = account.entry(id).orElseThrow();
                Use use = entry instanceof VolumeEntry volume ? volume.use().answered() : Use.NOWHERE;
                contents.check(entry, use, entry.written());
            });
        }
    }

    void deleteAll(RealDriver controller) throws Exception {
        try (Workload workload = workload(controller)) {
            crew.each(trial.ledger().volumes(names()), volume -> {
                workload.retire(volume.volume());
                workload.delete(volume.volume());
            });
            crew.each(trial.ledger().snapshots(names()), snapshot -> workload.delete(snapshot.snapshot()));
        }
    }

    @Override
    public void close() {
        crew.close();
    }
}
