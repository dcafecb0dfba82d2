package dev.zonal.csi.backend.local;

import dev.zonal.csi.backend.local.pool.PoolOpening;
import dev.zonal.csi.backend.local.pool.PoolSpec;
import dev.zonal.csi.host.SimulatedClock;
import dev.zonal.csi.host.SimulatedHost;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.Topology;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** A simulated host with a pool to be opened on it; every run of it is the same. */
public final class PoolBench {
    public static final Path POOL = Path.of("/pool");
    public static final Path RUN = Path.of("/run/zonal");
    public static final Topology HERE = Topology.of(Map.of("topology.test/node", "n1"));
    public static final PoolSpec SPEC = PoolSpec.of("default", POOL, Optional.empty());

    private static final ByteSize DISK_SIZE = ByteSize.ofGibibytes(1024);

    public final SimulatedHost host = new SimulatedHost();
    public final SimulatedClock clock = new SimulatedClock();
    public final RandomGenerator random = new SplittableRandom(7);

    /** What an operation calls what it makes. */
    public String madeName = "new";

    /** A disk whose filesystem is the pool's alone, mounted by the host whenever that starts. */
    private final Optional<Path> disk;

    /** A pool in a folder of the host's own filesystem. */
    public PoolBench() {
        disk = Optional.empty();
    }

    private PoolBench(String diskName) {
        Path added = host.addDisk(diskName, DISK_SIZE);
        host.ports().filesystems().format(added, FilesystemType.XFS, List.of());
        disk = Optional.of(added);
    }

    /** A pool with a filesystem of its own. */
    static PoolBench ofOwnFilesystem() {
        return new PoolBench("pooldisk");
    }

    public PoolOpening opening() {
        return new PoolOpening(host.ports(), RUN, HERE, clock, random);
    }

    /** What stops one of the pools stops the caller. */
    public LocalBackend open(PoolSpec... specs) {
        LocalBackend backend = openAsFarAsPossible(specs);
        backend.pools().stream()
                .flatMap(pool -> pool.failure().stream())
                .findFirst()
                .ifPresent(failure -> {
                    backend.close();
                    throw failure;
                });
        return backend;
    }

    /** A pool whose disk fails is sick. */
    public LocalBackend openAsFarAsPossible(PoolSpec... specs) {
        return LocalBackend.open(opening(), List.of(specs), 64);
    }

    public LocalBackend open() {
        disk.filter(_ -> host.ports().mounts().at(POOL).isEmpty())
                .ifPresent(found -> host.ports().mounts().mount(found, POOL, "xfs", List.of()));
        return open(SPEC);
    }

    /** Pools in folders: {@code /pool0}, {@code /pool1} and so on. */
    public LocalBackend openSeveral(int pools) {
        return open(IntStream.range(0, pools)
                .mapToObj(number -> {
                    Path directory = Path.of("/pool" + number);
                    host.ports().files().createDirectory(directory);
                    return PoolSpec.of("pool" + number, directory, Optional.empty());
                })
                .toArray(PoolSpec[]::new));
    }
}
