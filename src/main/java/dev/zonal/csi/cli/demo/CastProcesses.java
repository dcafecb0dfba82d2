package dev.zonal.csi.cli.demo;

import dev.zonal.csi.client.CallFailed;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.config.Endpoint;
import dev.zonal.csi.host.BackgroundProgram;
import dev.zonal.csi.host.Commands;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The processes that play in a story, by their names, each with a socket of its own. */
final class CastProcesses implements AutoCloseable {
    private static final Duration CALL_TIMEOUT = Duration.ofMinutes(1);
    private static final Duration END = Duration.ofMinutes(1);
    private static final Duration START = Duration.ofMinutes(2);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Commands programs;
    private final Workspace place;
    private final Map<String, BackgroundProgram> processes = new LinkedHashMap<>();
    private final Map<String, CsiClient> clients = new LinkedHashMap<>();

    CastProcesses(Commands programs, Workspace place) {
        this.programs = programs;
        this.place = place;
    }

    /** @param command what stands behind {@code zonal} */
    void start(String name, List<String> command) {
        processes.put(name, ServeProcess.start(programs, command, place.log()));
    }

    Endpoint endpoint(String name) {
        return new Endpoint(place.root().resolve(name + ".sock"));
    }

    /** Of the driver that listens there. */
    CsiClient client(String name) {
        return clients.computeIfAbsent(name, _ -> CsiClient.connect(endpoint(name), CALL_TIMEOUT));
    }

    void awaitAnswers(String name) {
        await(name, () -> client(name).identity().probe().getReady().getValue());
    }

    /** Waits until that process listens and it is so; a call that fails says no. */
    void await(String name, BooleanSupplier condition) {
        long end = System.nanoTime() + START.toNanos();
        // A client that found nobody listening waits a second before it looks again.
        while (!Files.exists(endpoint(name).socket()) || !holds(condition)) {
            boolean alive = Optional.ofNullable(processes.get(name))
                    .map(BackgroundProgram::isAlive)
                    .orElse(false);
            if (!alive || System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
                throw new DemoFailure(DemoFailure.BROKEN, "the process of " + name + " does not do what it should");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static boolean holds(BooleanSupplier condition) {
        try {
            return condition.getAsBoolean();
        } catch (CallFailed | CloudException notYet) {
            return false;
        }
    }

    /** In the midst of whatever it does. */
    void kill(String name) {
        Optional.ofNullable(processes.get(name)).ifPresent(BackgroundProgram::kill);
    }

    /** Those first that were started last: the others are what they need. */
    @Override
    public void close() {
        clients.values().forEach(CsiClient::close);
        List.copyOf(processes.values()).reversed().forEach(program -> program.end(END));
    }
}
