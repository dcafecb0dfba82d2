package dev.zonal.csi.node;

import dev.zonal.csi.backend.HomeState;
import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.PoolBench;
import dev.zonal.csi.backend.local.PoolStart;
import dev.zonal.csi.backend.local.RealNode;
import dev.zonal.csi.backend.local.pool.Pool;
import dev.zonal.csi.backend.local.pool.PoolOpening;
import dev.zonal.csi.backend.local.pool.PoolSpec;
import dev.zonal.csi.concurrent.Deadline;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.controller.Homes;
import dev.zonal.csi.controller.NewContents;
import dev.zonal.csi.controller.Snapshots;
import dev.zonal.csi.controller.VolumeRequest;
import dev.zonal.csi.controller.Volumes;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.RealPool;
import dev.zonal.csi.model.AccessMode;
import dev.zonal.csi.model.AccessType;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.CapacityRange;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.model.TopologyRequirement;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The use cases of a driver over two pools in files on this machine, with real filesystems. For its pools time runs faster
 * than for the test, so that a slow beat is not waited for.
 */
final class SickDiskBench implements AutoCloseable {
    private static final int FASTER = 10;
    private static final int ROUNDS = 10;
    private static final Duration LONGEST_CALL = Duration.ofSeconds(20);
    private static final ByteSize POOL_SIZE = ByteSize.ofMebibytes(768);
    static final VolumeCapability XFS = new VolumeCapability(
            new AccessType.Mounted(Optional.of(FilesystemType.XFS), List.of()), AccessMode.SINGLE_NODE_MULTI_WRITER);

    private final Path run;
    final LocalBackend backend;
    final Operations operations;
    final Volumes volumes;
    final Snapshots snapshots;
    final Staging staging;
    final Publishing publishing;
    final Expansion expansion;
    final Statistics statistics;
    private final ScheduledExecutorService beat = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

    SickDiskBench(RealPool outer) {
        this(outer, pool("a", outer.fresh("a"), false));
    }

    /** @param a the pool of that name; the one named b has all its blocks */
    SickDiskBench(RealPool outer, PoolSpec a) {
        this.run = outer.mountpoint();
        Instant start = Instant.now();
        InstantSource fast =
                () -> start.plus(Duration.between(start, Instant.now()).multipliedBy(FASTER));
        Host host = RealNode.HOST;
        backend = PoolStart.of(new PoolOpening(host, run, PoolBench.HERE, fast, new SecureRandom()))
                .start(List.of(a, pool("b", outer.fresh("b"), false)), 64);
        operations = new Operations(4, 100, backend);
        Homes homes = new Homes(backend, Set.of());
        volumes = new Volumes(
                backend, operations, new NewContents(backend, FilesystemType.XFS, ByteSize.ofMebibytes(64)), homes);
        snapshots = new Snapshots(backend, operations, homes);
        TargetPaths paths = new TargetPaths(host.files(), new KubeletFolder(run, false), backend::keeps);
        VolumeFilesystem filesystem =
                new VolumeFilesystem(backend, host.filesystems(), host.mounts(), FilesystemType.XFS);
        staging = new Staging(backend, host.mounts(), filesystem, paths, host.files(), operations);
        publishing = new Publishing(backend, host.mounts(), paths, host.files(), operations);
        expansion = new Expansion(backend, host.filesystems(), host.mounts(), paths, operations);
        statistics = new Statistics(backend, host.files(), host.filesystems(), host.mounts(), operations);
        var _ = beat.scheduleWithFixedDelay(() -> backend.pools().forEach(Pool::beat), 50, 50, TimeUnit.MILLISECONDS);
        await("both pools serve", () -> isServing("a") && isServing("b"));
    }

    static PoolSpec pool(String name, Path file, boolean sparse) {
        return new PoolSpec(name, file, Optional.of(POOL_SIZE), sparse, 1.0, Set.of());
    }

    static VolumeRequest request(String name, String pool, TopologyRequirement where) {
        VolumeParameters defaults = VolumeParameters.DEFAULT;
        return new VolumeRequest(
                name,
                CapacityRange.atLeast(ByteSize.ofMebibytes(64)),
                Set.of(XFS),
                new VolumeParameters(
                        Optional.of(pool), defaults.provisioning(), defaults.mkfsOptions(), defaults.mountOptions()),
                Optional.empty(),
                where);
    }

    Volume volume(String name, String pool) {
        return call(() -> volumes.create(request(name, pool, TopologyRequirement.NONE)));
    }

    static TopologyRequirement here() {
        List<Topology> terms = List.of(PoolBench.HERE);
        return new TopologyRequirement(terms, terms);
    }

    /** A call as the server makes it: on a virtual thread, with a deadline. */
    <T> T call(Supplier<T> call) {
        try {
            return CompletableFuture.supplyAsync(
                            () -> Deadline.of(Optional.of(LONGEST_CALL), () -> false)
                                    .call(call),
                            callers)
                    .join();
        } catch (java.util.concurrent.CompletionException failed) {
            throw (RuntimeException) failed.getCause();
        }
    }

    void run(Runnable call) {
        call(() -> {
            call.run();
            return true;
        });
    }

    /** A directory in which kubelet would have a volume. */
    Path directory(String name) {
        try {
            return Files.createDirectories(run.resolve("kubelet").resolve(name));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    void publish(VolumeId id, Path staged, Path target) {
        run(() -> publishing.publish(new PublishRequest(id, staged, target, XFS, false)));
    }

    /** The slowest of all calls of some volumes' lives in pool b. */
    Duration slowestLifeOnTheOther(String name) {
        List<Duration> taken = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Path there = directory(name + "-staged");
            String volume = name + "-" + round;
            Volume made = volume(volume, "b");
            List<Runnable> calls = List.of(
                    () -> staging.stage(made.id(), there, XFS),
                    () -> statistics.of(made.id(), there),
                    () -> staging.unstage(made.id(), there),
                    () -> volumes.delete(made.id()));
            for (Runnable call : calls) {
                long begun = System.nanoTime();
                run(call);
                taken.add(Duration.ofNanos(System.nanoTime() - begun));
            }
        }
        return taken.stream().max(Duration::compareTo).orElseThrow();
    }

    /** Where the pool of that name is mounted. */
    Path mountpoint(String pool) {
        try (var pools = Files.list(run.resolve("pools"))) {
            return pools.filter(path -> path.getFileName().toString().startsWith(pool + "-"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    HomeState state(String pool) {
        return backend.pools().stream()
                .filter(found -> found.home().pool().equals(pool))
                .map(Pool::state)
                .findFirst()
                .orElseThrow();
    }

    /** Why the pool of that name can't be used; empty where it can. */
    String sickness(String pool) {
        return state(pool) instanceof HomeState.Sick sick ? sick.reason() : "";
    }

    boolean isServing(String pool) {
        return state(pool) instanceof HomeState.Serving;
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain until " + what);
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        beat.shutdownNow();
        operations.close();
        operations.awaitEnd(Duration.ofSeconds(10));
        backend.close();
        callers.close();
    }
}
