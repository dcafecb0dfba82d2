package dev.zonal.csi.driver.crash;

import dev.zonal.csi.driver.RealDriver;
import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.v1.Topology;
import java.util.Map;

/** One node of a fleet, whose agent has a pool. */
final class FleetPost implements AutoCloseable {
    private static final String NODE_KEY = "topology.local.csi.zonal.dev/node";

    private final Trial trial;
    private final Post post;
    private final String http;
    private final long availableBytes;

    /** @param http where the agent has its metrics */
    FleetPost(Trial trial, String node, RealDriver agent, String http, RealDriver controller) {
        this.trial = trial;
        this.http = http;
        Topology place = Topology.newBuilder().putSegments(NODE_KEY, node).build();
        this.post = new Post(trial, node, agent, place, Repertoire.POOL, controller);
        try (Workload first = post.workload(controller)) {
            this.availableBytes = Site.availableBytes(first, place);
        }
    }

    Post post() {
        return post;
    }

    RealDriver agent() {
        return post.driver();
    }

    /** What the pool has is what is listed, and what is on the host is what is in use. */
    void check(Listed listed, RealDriver controller) throws Exception {
        check(listed.of(post.home()), trial.ledger().account().of(post.home()), controller);
    }

    void checkEmpty(Listed listed, RealDriver controller) throws Exception {
        check(listed, new Account(Map.of()), controller);
    }

    private void check(Listed listed, Account account, RealDriver controller) throws Exception {
        try (Workload workload = post.workload(controller)) {
            NodeTraces.check(agent(), workload, account);
            new Promises(agent(), workload, account, account).check(listed, http);
        }
    }

    /** What could be promised before anything was made, but for what the pool's own tables have grown. */
    boolean offersAllAgain(RealDriver controller) {
        try (Workload workload = post.workload(controller)) {
            return Site.availableBytes(workload, post.place()) > availableBytes - (64 << 20);
        }
    }

    @Override
    public void close() {
        post.close();
    }
}
