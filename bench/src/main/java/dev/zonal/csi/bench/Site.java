package dev.zonal.csi.bench;

import dev.zonal.csi.bench.floor.Floor;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.config.Endpoint;
import dev.zonal.csi.driver.HostTraces;
import dev.zonal.csi.driver.RealDriver;
import dev.zonal.csi.driver.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The grounds of one run: the driver, and the floor on the filesystem of its pool. Leaves nothing behind. */
public final class Site implements AutoCloseable {
    /** Sparse: it takes what is written to it. */
    private static final List<String> PROMISES = List.of("--pool-overcommit", "100");

    private static final String POOL_SIZE = "400Gi";

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final List<RealDriver> others = new ArrayList<>();
    private final Optional<RealDriver> driver;
    private final Workload workload;
    private final Path folder;
    private final Floor floor;
    private boolean closed;

    private Site(Optional<Endpoint> endpoint, Path floorFolder) throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "site-close"));
        if (endpoint.isPresent()) {
            driver = Optional.empty();
            folder = Files.createTempDirectory(
                    Files.createDirectories(Path.of("target").toAbsolutePath()), "bench-");
            keep(() -> Files.delete(folder));
            keep(() -> HostTraces.takeAway(folder));
            workload = kept(new Workload(CsiClient.connect(endpoint.get(), Duration.ofMinutes(5)), folder));
            floor = kept(Floor.in(floorFolder, folder));
        } else {
            keep(this::closeOthers);
            RealDriver started = another();
            driver = Optional.of(started);
            folder = started.folder();
            workload = kept(new Workload(started));
            floor = kept(Floor.in(poolRoot(started).resolve("floor"), folder));
        }
    }

    /** With the packaged program, and a pool of its own. */
    static Site ofOurOwn() throws Exception {
        return new Site(Optional.empty(), Path.of("/"));
    }

    /**
     * With whatever driver listens there.
     *
     * @param floorFolder on the filesystem that it makes its volumes on
     */
    static Site of(Endpoint endpoint, Path floorFolder) throws Exception {
        return new Site(Optional.of(endpoint), floorFolder);
    }

    private <T extends AutoCloseable> T kept(T opened) {
        keep(opened);
        return opened;
    }

    private synchronized void keep(AutoCloseable opened) {
        open.push(opened);
    }

    /**
     * One more of our drivers, over a pool of its own; for its user to close. It may promise more than the machine's disk has:
     * thousands of volumes are made, and the largest is of a tebibyte, and next to nothing is written to them.
     */
    public synchronized RealDriver another(String... further) throws Exception {
        if (closed) {
            throw new IllegalStateException("the run is over");
        }
        RealDriver started = RealDriver.ofSize(
                POOL_SIZE, Stream.concat(PROMISES.stream(), Stream.of(further)).toArray(String[]::new));
        others.add(started);
        return started;
    }

    /** Those whose user was interrupted before it could. */
    private void closeOthers() throws Exception {
        for (RealDriver other : others) {
            if (Files.exists(other.folder())) {
                other.close();
            }
        }
    }

    /** Where the pool of one of our drivers is mounted. */
    public static Path poolRoot(RealDriver driver) throws IOException {
        return HostTraces.mountsBelow(driver.folder()).stream()
                .map(Path::of)
                .filter(mount -> mount.startsWith(driver.folder().resolve("run")))
                .findFirst()
                .orElseThrow();
    }

    /** The driver, where it is ours. */
    public Optional<RealDriver> driver() {
        return driver;
    }

    public Workload workload() {
        return workload;
    }

    public Floor floor() {
        return floor;
    }

    /** For sockets and what is staged and published. */
    public Path folder() {
        return folder;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception failed) {
                System.err.println("bench: could not be cleaned up: " + failed);
            }
        }
    }
}
