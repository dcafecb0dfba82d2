package dev.zonal.csi.bench;

import dev.zonal.csi.bench.floor.Floor;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.config.Endpoint;
import dev.zonal.csi.driver.HostTraces;
import dev.zonal.csi.driver.RealDriver;
import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.host.RealDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The grounds of one run: the driver, and the floor on the filesystem of its pool. Leaves nothing behind. */
public final class Site implements AutoCloseable {
    /** Sparse: it takes what is written to it. */
    private static final String DISK_SIZE = "400G";

    /** The name of its pool, a folder at the root of the disk. */
    public static final String POOL = "pool";

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final List<RealDriver> others = new ArrayList<>();
    private final Optional<RealDisk> disk;
    private final Optional<RealDriver> driver;
    private final Workload workload;
    private final Path folder;
    private final Floor floor;
    private boolean closed;

    private Site(Optional<Endpoint> endpoint, Path floorFolder) throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "site-close"));
        if (endpoint.isPresent()) {
            disk = Optional.empty();
            driver = Optional.empty();
            folder = Files.createTempDirectory(
                    Files.createDirectories(Path.of("target").toAbsolutePath()), "bench-");
            keep(() -> Files.delete(folder));
            keep(() -> HostTraces.takeAway(folder));
            workload = kept(new Workload(CsiClient.connect(endpoint.get(), Duration.ofMinutes(5)), folder));
            floor = kept(Floor.in(floorFolder, folder));
        } else {
            RealDisk made = kept(RealDisk.make(RealDisk.XFS, DISK_SIZE));
            disk = Optional.of(made);
            keep(this::closeOthers);
            RealDriver started = driver(POOL);
            driver = Optional.of(started);
            folder = started.folder();
            workload = kept(new Workload(started));
            floor = kept(Floor.in(made.path().resolve("floor"), folder));
        }
    }

    /** With the packaged program, on a disk of its own. */
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

    /** One more of our drivers, over a pool of its own on the same disk; for its user to close. */
    public synchronized RealDriver driver(String pool, String... further) throws Exception {
        if (closed) {
            throw new IllegalStateException("the run is over");
        }
        RealDriver started =
                RealDriver.over(Files.createDirectories(disk().path().resolve(pool)), further);
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

    public RealDisk disk() {
        return disk.orElseThrow();
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
