package dev.zonal.csi;

import dev.zonal.csi.backend.fleet.FleetBackend;
import dev.zonal.csi.config.ControlAddress;
import dev.zonal.csi.fleet.AgentSession;
import dev.zonal.csi.model.StorageException;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which agents there are and where, looked for again and again while a controller runs. Where that can't be said, what was
 * seen last stays.
 */
final class FleetAgents implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FleetAgents.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /** How many pauses a start is waited for. */
    private static final int PATIENCE = 30;

    /** Of the time between two looks, a look takes at most this part. */
    private static final int SPARING = 20;

    private final Directory directory;
    private final BiFunction<String, FleetAgents, AgentSession.Dialer> dialers;
    private final Duration pause;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("agents").factory());
    private volatile Map<String, Optional<ControlAddress>> seen = Map.of();
    private String lastTrouble = "";

    /** Who knows it. */
    @FunctionalInterface
    interface Directory {
        /**
         * @return where each agent listens, by its node; empty for one that is nowhere now
         * @throws IOException or IllegalArgumentException, where it can't be said
         */
        Map<String, Optional<ControlAddress>> look() throws IOException;
    }

    /** @param dialers how the agent of a node is reached, wherever it is then */
    FleetAgents(Directory directory, BiFunction<String, FleetAgents, AgentSession.Dialer> dialers) {
        this(directory, dialers, PAUSE);
    }

    /** The same at another pace. */
    FleetAgents(Directory directory, BiFunction<String, FleetAgents, AgentSession.Dialer> dialers, Duration pause) {
        this.directory = directory;
        this.dialers = dialers;
        this.pause = pause;
    }

    /** Where the agent of that node listens. */
    Optional<ControlAddress> where(String node) {
        return seen.getOrDefault(node, Optional.empty());
    }

    /**
     * The agents at the start, waited for as long as a start may take.
     *
     * @throws StorageException.Unavailable where that was in vain
     */
    Map<String, AgentSession.Dialer> first() {
        for (int left = PATIENCE; ; left--) {
            try {
                seen = directory.look();
                return dialers();
            } catch (IOException failed) {
                LOG.atWarn().addKeyValue("reason", failed.getMessage()).log("the agents can't be looked for");
                pause(left, failed);
            }
        }
    }

    private void pause(int left, IOException failed) {
        try {
            if (left > 0) {
                Thread.sleep(pause);
                return;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        throw new StorageException.Unavailable("the agents can't be looked for: " + failed.getMessage(), failed);
    }

    private Map<String, AgentSession.Dialer> dialers() {
        Map<String, AgentSession.Dialer> byNode = new LinkedHashMap<>();
        seen.keySet().forEach(node -> byNode.put(node, dialers.apply(node, this)));
        return byNode;
    }

    /** Tells the backend of those that come and go from now on. */
    void follow(FleetBackend backend) {
        later(pause, () -> look(backend));
    }

    private void look(FleetBackend backend) {
        long began = System.nanoTime();
        try {
            Map<String, Optional<ControlAddress>> now = directory.look();
            boolean others = !now.keySet().equals(seen.keySet());
            seen = now;
            if (others) {
                backend.follow(dialers());
            }
            lastTrouble = "";
        } catch (IOException | RuntimeException failed) {
            trouble(String.valueOf(failed.getMessage()));
        }
        Duration spared = Duration.ofNanos((System.nanoTime() - began) * SPARING);
        later(spared.compareTo(pause) > 0 ? spared : pause, () -> look(backend));
    }

    private void later(Duration delay, Runnable work) {
        if (!looking.isShutdown()) {
            var _ = looking.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Said once, not at every look. */
    private void trouble(String reason) {
        if (!reason.equals(lastTrouble)) {
            lastTrouble = reason;
            LOG.atWarn().addKeyValue("reason", reason).log("the agents can't be looked for; those seen last stay");
        }
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
