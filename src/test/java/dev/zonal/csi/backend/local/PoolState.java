package dev.zonal.csi.backend.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.backend.local.pool.OpenPool;
import dev.zonal.csi.backend.local.pool.PoolUsage;
import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.LoopDevice;
import dev.zonal.csi.host.SimulatedHost;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.KubernetesObject;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.Volume;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a pool lists, and whether everything else is as the listing promises. */
public record PoolState(List<Volume> volumes, List<Snapshot> snapshots) {
    public static PoolState of(LocalBackend backend) {
        return new PoolState(
                backend.volumes(Optional.empty(), Integer.MAX_VALUE),
                backend.snapshots(Optional.empty(), Integer.MAX_VALUE));
    }

    /** Nothing damaged, nothing stray, nothing half-made, nothing reserved for nobody. */
    public static void checkPromises(SimulatedHost host, LocalBackend backend) {
        OpenPool pool = backend.pools().getFirst().known();
        PoolState listed = of(backend);
        assertThat(pool.damaged()).isEmpty();
        assertThat(files(host)).isEqualTo(expectedFiles(listed));
        checkImages(host, listed);
        checkLedger(host, pool, listed);
        checkDevices(host, listed);
        assertThat(backend.housekeeping().survey()).isEmpty();
    }

    private static Set<String> files(SimulatedHost host) {
        Set<String> found = new TreeSet<>();
        collect(host.ports().files(), PoolBench.POOL, found);
        return found;
    }

    private static void collect(FileTree files, Path directory, Set<String> found) {
        for (String name : files.list(directory)) {
            Path path = directory.resolve(name);
            found.add(PoolBench.POOL.relativize(path).toString());
            if (files.status(path).orElseThrow().kind() == FileStatus.Kind.DIRECTORY) {
                collect(files, path, found);
            }
        }
    }

    private static Set<String> expectedFiles(PoolState listed) {
        Set<String> expected = new TreeSet<>(List.of("lock", "pool.json", "volumes", "snapshots", "tmp"));
        listed.volumes.forEach(
                volume -> expected.addAll(object("volumes/" + volume.id(), "volume.json", volume.claim())));
        listed.snapshots.forEach(snapshot ->
                expected.addAll(object("snapshots/" + snapshot.id(), "snapshot.json", snapshot.volumeSnapshot())));
        return expected;
    }

    private static List<String> object(String directory, String recordName, Optional<KubernetesObject> madeFor) {
        List<String> files = new ArrayList<>(List.of(directory, directory + "/disk.img", directory + "/" + recordName));
        madeFor.ifPresent(_ -> files.add(directory + "/made-for.json"));
        return files;
    }

    private static void checkImages(SimulatedHost host, PoolState listed) {
        for (Volume volume : listed.volumes) {
            FileStatus image = image(host, "volumes/" + volume.id());
            assertThat(image.sizeBytes()).isEqualTo(volume.capacity().bytes());
            switch (volume.parameters().provisioning()) {
                case THICK ->
                    assertThat(image.allocatedBytes())
                            .isGreaterThanOrEqualTo(volume.capacity().bytes());
                case THIN ->
                    assertThat(image.allocatedBytes())
                            .isLessThan(volume.capacity().bytes());
            }
        }
        for (Snapshot snapshot : listed.snapshots) {
            assertThat(image(host, "snapshots/" + snapshot.id()).sizeBytes())
                    .isEqualTo(snapshot.size().bytes());
        }
    }

    private static FileStatus image(SimulatedHost host, String directory) {
        return host.ports()
                .files()
                .status(PoolBench.POOL.resolve(directory).resolve("disk.img"))
                .orElseThrow();
    }

    private static void checkLedger(SimulatedHost host, OpenPool pool, PoolState listed) {
        long capacities = listed.volumes.stream()
                .mapToLong(volume -> volume.capacity().bytes())
                .sum();
        long held = listed.snapshots.stream()
                .mapToLong(snapshot -> image(host, "snapshots/" + snapshot.id()).allocatedBytes())
                .sum();
        PoolUsage usage = pool.usage();
        assertThat(usage.logical()).isEqualTo(ByteSize.ofBytes(capacities));
        assertThat(usage.reserved()).isEqualTo(ByteSize.ofBytes(capacities + held));
        assertThat(usage.volumes()).isEqualTo(listed.volumes.size());
        assertThat(usage.snapshots()).isEqualTo(listed.snapshots.size());
    }

    private static void checkDevices(SimulatedHost host, PoolState listed) {
        Set<Object> images = new ArrayList<>(listed.volumes)
                .stream()
                        .map(volume -> image(host, "volumes/" + volume.id()).identity())
                        .collect(Collectors.toSet());
        assertThat(host.loopTable().stream().map(LoopDevice::backing)).allMatch(images::contains);
    }
}
