package dev.zonal.csi;

import dev.zonal.csi.backend.Home;
import dev.zonal.csi.backend.fleet.FleetBackend;
import dev.zonal.csi.cluster.ApiClient;
import dev.zonal.csi.cluster.LeaderLease;
import dev.zonal.csi.cluster.capacity.BucketPublisher;
import dev.zonal.csi.cluster.capacity.PoolRoom;
import dev.zonal.csi.config.Configuration;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.rpc.ClassParameters;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The timer of the publisher of what is free. */
final class CapacityBeat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CapacityBeat.class);

    /** What a controller doesn't know yet at its start is not taken for nothing; but not for ever. */
    private static final Duration LONGEST_START = Duration.ofSeconds(30);

    private static final long LAST_WORD_SECONDS = 2;

    private final BucketPublisher publisher;
    private final Supplier<Boolean> ready;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("capacity").factory());
    private final long created = System.nanoTime();
    private String lastTrouble = "";

    private CapacityBeat(BucketPublisher publisher, Supplier<Boolean> ready) {
        this.publisher = publisher;
        this.ready = ready;
    }

    /** @param lease the name of the Lease whose holder publishes */
    static CapacityBeat of(Configuration configuration, String lease, ApiClient api, FleetBackend backend) {
        String identity = configuration.node().nodeId() + "_" + UUID.randomUUID();
        return new CapacityBeat(
                new BucketPublisher(
                        api,
                        configuration.plugin().driverName(),
                        new LeaderLease(api, lease, identity, System::nanoTime, InstantSource.system()),
                        ClassParameters::ofPools,
                        () -> rooms(backend, configuration.node().nodeKey()),
                        System::nanoTime),
                backend::isDecided);
    }

    private static List<PoolRoom> rooms(FleetBackend backend, String nodeKey) {
        return backend.homes().stream()
                .flatMap(home -> home.accessibleFrom().stream()
                        .flatMap(place -> place.segments().entrySet().stream())
                        .filter(segment -> segment.getKey().equalsIgnoreCase(nodeKey))
                        .map(segment -> room(backend, home, segment.getValue())))
                .toList();
    }

    private static PoolRoom room(FleetBackend backend, Home home, String node) {
        return new PoolRoom(
                node,
                home.pool(),
                largest(backend, home.id(), Provisioning.THIN),
                largest(backend, home.id(), Provisioning.THICK));
    }

    private static ByteSize largest(FleetBackend backend, HomeId home, Provisioning provisioning) {
        try {
            return backend.capacity(home, provisioning).maximumVolume();
        } catch (StorageException.NotFound left) {
            return ByteSize.ZERO;
        }
    }

    void start() {
        long pace = BucketPublisher.PACE.toMillis();
        var _ = thread.scheduleWithFixedDelay(this::beat, 0, pace, TimeUnit.MILLISECONDS);
    }

    /** What is thrown here would end the beat without a word. */
    private void beat() {
        try {
            if (ready.get() || System.nanoTime() - created > LONGEST_START.toNanos()) {
                publisher.publish();
                lastTrouble = "";
            }
        } catch (IOException | RuntimeException failed) {
            trouble(String.valueOf(failed.getMessage()));
        }
    }

    /** Said once, not at every beat. */
    private void trouble(String reason) {
        if (!reason.equals(lastTrouble)) {
            lastTrouble = reason;
            LOG.atWarn().addKeyValue("reason", reason).log("what is free can't be published; it is tried again");
        }
    }

    @Override
    public void close() {
        thread.execute(this::end);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LAST_WORD_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            thread.shutdownNow();
        }
    }

    private void end() {
        try {
            publisher.close();
        } catch (IOException failed) {
            LOG.atDebug().setCause(failed).log("another controller has to wait until the Lease has run out");
        }
    }
}
