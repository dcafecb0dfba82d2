package dev.zonal.csi.cluster.capacity;

import java.io.IOException;
import java.time.Duration;

/** Who sees to it that Kubernetes knows what is free, again and again, on one thread. */
public interface CapacityPublisher {
    /** How long to wait between two times. */
    Duration pace();

    /** @throws IOException where the API server can't be asked; the next time is another try */
    void publish() throws IOException;

    /** It is the end of this process. */
    void close() throws IOException;
}
