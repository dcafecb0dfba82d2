package dev.zonal.csi.driver.crash;

import dev.zonal.csi.driver.RealDriver;
import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.v1.Topology;
import dev.zonal.csi.v1.TopologyRequirement;
import java.util.List;
import java.util.Map;

/**
 * One node of a fleet with those who work there: what they use is on that node, and what they ask for they ask of whichever
 * controller they are told.
 */
final class FleetPost implements AutoCloseable {
    private static final int WORKERS = 3;
    private static final String NODE_KEY = "topology.local.csi.zonal.dev/node";

    private final Trial trial;
    private final String node;
    private final RealDriver agent;
    private final String http;
    private final HomeId home;
    private final Crew crew;
    private final long availableBytes;

    /** @param http where the agent has its metrics */
    FleetPost(Trial trial, String node, RealDriver agent, String http, RealDriver controller) {
        this.trial = trial;
        this.node = node;
        this.agent = agent;
        this.http = http;
        try (Workload first = workload(controller)) {
            this.home = Site.home(first);
            this.availableBytes = Site.availableBytes(first, place());
        }
        this.crew = new Crew(trial, home, node + "-w", WORKERS);
    }

    RealDriver agent() {
        return agent;
    }

    Workload workload(RealDriver controller) {
        return new Workload(
                controller.client(),
                agent.client(),
                agent.folder(),
                TopologyRequirement.newBuilder().addRequisite(place()).build());
    }

    private Topology place() {
        return Topology.newBuilder().putSegments(NODE_KEY, node).build();
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

    /** What the pool has is what is listed, and what is on the host is what is in use. */
    void check(Listed listed, RealDriver controller) throws Exception {
        Account account = trial.ledger().account().of(home);
        try (Workload workload = workload(controller)) {
            NodeTraces.check(agent, workload, account);
            new Promises(agent, workload, account, account).check(listed.of(home), http);
        }
    }

    void checkEmpty(Listed listed, RealDriver controller) throws Exception {
        Account nothing = new Account(Map.of());
        try (Workload workload = workload(controller)) {
            NodeTraces.check(agent, workload, nothing);
            new Promises(agent, workload, nothing, nothing).check(listed, http);
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
        String names = node + "-";
        try (Workload workload = workload(controller)) {
            crew.each(trial.ledger().volumes(names), volume -> {
                workload.retire(volume.volume());
                workload.delete(volume.volume());
            });
            crew.each(trial.ledger().snapshots(names), snapshot -> workload.delete(snapshot.snapshot()));
        }
    }

    /** What could be promised before anything was made, but for what the pool's own tables have grown. */
    boolean offersAllAgain(RealDriver controller) {
        try (Workload workload = workload(controller)) {
            return Site.availableBytes(workload, place()) > availableBytes - (64 << 20);
        }
    }

    @Override
    public void close() {
        crew.close();
    }
}
