package dev.zonal.csi.cluster.capacity;

import dev.zonal.csi.cluster.ApiClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The provisioner publishes what is free, and knows its own objects alone: those that were published in another way before
 * are removed here, since the scheduler would believe them for ever.
 */
public final class SidecarPublisher implements CapacityPublisher {
    private static final Logger LOG = LoggerFactory.getLogger(SidecarPublisher.class);

    private final CapacityObjects objects;

    public SidecarPublisher(ApiClient api, String driver) {
        this.objects = new CapacityObjects(api, driver);
    }

    @Override
    public Duration pace() {
        return Duration.ofSeconds(30);
    }

    @Override
    public void publish() throws IOException {
        CapacityObjects.Found found = objects.look();
        List<String> former = new ArrayList<>(found.ours().keySet());
        former.addAll(found.perNode().keySet());
        for (String name : former) {
            objects.remove(name);
        }
        if (!former.isEmpty()) {
            LOG.atInfo().addKeyValue("count", former.size()).log("capacity objects of before were removed");
        }
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
