package dev.zonal.csi.driver.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.driver.HostTraces;
import dev.zonal.csi.driver.RealDriver;
import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.host.Filesystems;
import dev.zonal.csi.host.ProcessCommands;
import dev.zonal.csi.host.linux.LinuxHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The mounts and loop devices that have to be on this host, and those that may be. */
final class NodeTraces {
    private final List<String> must = new ArrayList<>();
    private final List<String> may = new ArrayList<>();

    private NodeTraces() {}

    /** Every mount and loop device below the driver's folder belongs to a volume that is staged or published. */
    static void check(RealDriver driver, Workload workload, Account account) throws Exception {
        PoolFiles files = PoolFiles.of(driver);
        NodeTraces mounts = mounts(workload, account);
        NodeTraces loops = new NodeTraces();
        mounts.expect(Use.STAGED, Between.settled(Use.STAGED), files.root());
        loops.expect(Use.STAGED, Between.settled(Use.STAGED), driver.folder().resolve("pool.img"));
        account.volumes().forEach(volume -> loops.expect(Use.STAGED, volume.use(), files.image(volume.id())));
        mounts.check("mounts", HostTraces.mountsBelow(driver.folder()));
        loops.check("loop devices", HostTraces.backingFilesBelow(driver.folder()));
    }

    /** Every mount of an instance of a cloud, and everything that its driver remembers, belongs to a volume that is staged. */
    static void checkInstance(RealDriver driver, String instance, Workload workload, Account account) throws Exception {
        mounts(workload, account).check("mounts", HostTraces.mountsBelow(driver.folder()));
        Path volumes = driver.folder().resolve("run/cloud").resolve(instance).resolve("volumes");
        NodeTraces notes = new NodeTraces();
        account.volumes().forEach(volume -> notes.expect(Use.STAGED, volume.use(), volumes.resolve(volume.id())));
        try (Stream<Path> found = Files.list(volumes)) {
            notes.check("notes", found.map(Path::toString).toList());
        }
    }

    private static NodeTraces mounts(Workload workload, Account account) {
        NodeTraces mounts = new NodeTraces();
        account.volumes().forEach(volume -> {
            if (volume.kind() != Kind.BLOCK) {
                mounts.expect(Use.STAGED, volume.use(), workload.stagingPath(volume.volume()));
            }
            mounts.expect(Use.PUBLISHED, volume.use(), workload.targetPath(volume.volume()));
        });
        return mounts;
    }

    static void assertNothingIsFrozen(RealDriver driver) throws Exception {
        Filesystems filesystems = LinuxHost.filesystems(new ProcessCommands());
        for (String mountpoint : HostTraces.mountsBelow(driver.folder())) {
            if (Files.isDirectory(Path.of(mountpoint))) {
                assertThat(filesystems.thaw(Path.of(mountpoint)))
                        .as("%s was frozen", mountpoint)
                        .isFalse();
            }
        }
    }

    /** Where a volume that is used so far has that. */
    private void expect(Use from, Between<Use> use, Path place) {
        if (use.least().compareTo(from) >= 0) {
            must.add(place.toString());
        }
        if (use.most().compareTo(from) >= 0) {
            may.add(place.toString());
        }
    }

    private void check(String what, List<String> found) {
        assertThat(found).as(what).doesNotHaveDuplicates().containsAll(must);
        assertThat(may).as("%s that may be", what).containsAll(found);
    }
}
