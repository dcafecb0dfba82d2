package dev.zonal.csi.backend.local;

import java.util.List;

/** How it goes when nothing stops it. */
public record Undisturbed(List<String> calls, int effects, PoolState before, PoolState after) {
    public static Undisturbed of(Operation operation) {
        Drill drill = new Drill(operation);
        drill.run();
        List<String> calls = drill.bench.host.faults().calls();
        int effects = drill.bench.host.faults().effects().size();
        PoolState.checkPromises(drill.bench.host, drill.backend);
        return new Undisturbed(calls, effects, drill.before, PoolState.of(drill.backend));
    }
}
