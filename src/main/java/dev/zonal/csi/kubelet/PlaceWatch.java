package dev.zonal.csi.kubelet;

import dev.zonal.csi.kubelet.NodeLabels.Away;
import dev.zonal.csi.kubelet.NodeLabels.Found;
import dev.zonal.csi.kubelet.NodeLabels.Refused;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again, now and then, whether the labels of the node still say what they said at the start. The driver keeps the
 * topology that it began with, since volumes were made for it; it only says what differs.
 */
public final class PlaceWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PlaceWatch.class);

    private static final Duration PACE = Duration.ofMinutes(5);

    private final NodePlace place;
    private final Map<String, String> kept;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("node-labels").factory());

    private volatile Map<String, String> differing = Map.of();
    private String lastTrouble = "";

    /** @param kept the value that each topology key has for the driver */
    PlaceWatch(NodePlace place, Map<String, String> kept) {
        this.place = place;
        this.kept = Map.copyOf(kept);
    }

    /** @param topology the segments that the driver keeps, those that no label says among them */
    public static PlaceWatch start(NodePlace place, Map<String, String> topology) {
        Map<String, String> kept = new TreeMap<>(topology);
        kept.keySet().retainAll(place.keys().keySet());
        return start(place, kept, PACE);
    }

    static PlaceWatch start(NodePlace place, Map<String, String> kept, Duration pace) {
        PlaceWatch watch = new PlaceWatch(place, kept);
        var _ = watch.looking.scheduleWithFixedDelay(
                watch::look, pace.toMillis(), pace.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    /** How many topology keys have another value by their labels than for the driver. */
    public int differing() {
        return differing.size();
    }

    void look() {
        switch (place.now()) {
            case Found found -> compare(found.labels());
            case Refused refused -> trouble(refused.reason());
            case Away away -> trouble(away.reason());
        }
    }

    private void compare(Map<String, String> values) {
        lastTrouble = "";
        Map<String, String> before = differing;
        differing = values.entrySet().stream()
                .filter(value -> !value.getValue().equals(kept.get(value.getKey())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (_, second) -> second, TreeMap::new));
        if (differing.equals(before)) {
            return;
        }
        if (differing.isEmpty()) {
            LOG.atInfo().log("the labels of the node say what the driver does again");
            return;
        }
        LOG.atWarn()
                .addKeyValue("node", place.node())
                .addKeyValue("labels", differing)
                .addKeyValue("kept", kept)
                .log("the labels of the node have changed; the driver keeps its topology until it is restarted");
    }

    /** Said once, not at every look. */
    private void trouble(String reason) {
        if (!reason.equals(lastTrouble)) {
            lastTrouble = reason;
            LOG.atWarn()
                    .addKeyValue("node", place.node())
                    .addKeyValue("reason", reason)
                    .log("the labels of the node can't be looked at again");
        }
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
