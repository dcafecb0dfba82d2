package dev.zonal.csi.metrics;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Whether the driver can do its work, and if not, why; each part of it speaks for itself. */
public final class Readiness {
    private final Map<String, String> obstacles = new ConcurrentSkipListMap<>();

    /** That part can't do its work. */
    public void obstructed(String part, String reason) {
        obstacles.put(part, reason);
    }

    /** That part can do its work. */
    public void clear(String part) {
        obstacles.remove(part);
    }

    /** What stands in the way; empty where nothing does. */
    public Optional<String> obstacle() {
        return obstacles.entrySet().stream()
                .findFirst()
                .map(obstacle -> obstacle.getKey() + ": " + obstacle.getValue());
    }
}
