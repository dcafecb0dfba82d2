package dev.zonal.csi.backend.local.space;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The filesystems of this node from which pools take their blocks. */
public final class SpaceSources {
    private final Map<Long, SpaceSource> byDevice = new ConcurrentHashMap<>();

    /**
     * The filesystem on that device.
     *
     * @param device its number, as stat(2) says it
     */
    public SpaceSource on(long device) {
        return byDevice.computeIfAbsent(device, _ -> new SpaceSource());
    }

    /** Weighs what a pool has promised against what the other pools of its filesystem offer, from now on. */
    public void count(Ledger ledger) {
        ledger.source().count(ledger);
        byDevice.values().stream()
                .filter(source -> source != ledger.source())
                .forEach(source -> source.forget(ledger.pool()));
    }
}
