package dev.zonal.csi.backend.local;

import dev.zonal.csi.backend.local.content.ChangeLog;
import dev.zonal.csi.backend.local.content.DamagedObjects;
import dev.zonal.csi.backend.local.content.ObjectIndex;
import dev.zonal.csi.backend.local.content.VolumeRecord;
import dev.zonal.csi.host.linux.LinuxHost;
import dev.zonal.csi.model.AccessMode;
import dev.zonal.csi.model.AccessType;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The record of a volume, written and read; and a page of the index. */
@State(Scope.Benchmark)
public class RecordParts {
    private static final HomeId HOME = new HomeId("home2345");
    private static final Topology HERE = Topology.of(Map.of("topology.local.csi.zonal.dev/zone", "a"));
    private static final int VOLUMES = 10_000;
    private static final int PAGE = 100;

    private final Volume volume = volume(VOLUMES / 2);
    private final byte[] written = VolumeRecord.FORMAT.write(VolumeRecord.of(volume));
    private final ObjectIndex index =
            new ObjectIndex(new DamagedObjects(LinuxHost.fileTree()), new ChangeLog(1, InstantSource.system()));

    private static Volume volume(int number) {
        return new Volume(
                VolumeId.of("pvc-" + number, HOME),
                "pvc-" + number,
                ByteSize.ofGibibytes(10),
                Set.of(new VolumeCapability(
                        new AccessType.Mounted(Optional.of(FilesystemType.EXT4), List.of("noatime")),
                        AccessMode.SINGLE_NODE_WRITER)),
                new VolumeParameters(Optional.of("nvme"), Provisioning.THIN, List.of(), List.of()),
                Optional.empty(),
                new Contents.Formatted(FilesystemType.EXT4),
                Instant.EPOCH,
                List.of(HERE),
                Optional.empty());
    }

    @Setup
    public void fill() {
        for (int number = 0; number < VOLUMES; number++) {
            index.put(volume(number));
        }
    }

    @Benchmark
    public Object writeRecord() {
        return VolumeRecord.FORMAT.write(VolumeRecord.of(volume));
    }

    @Benchmark
    public Object readRecord() {
        return VolumeRecord.FORMAT.read(written).toVolume(HERE);
    }

    @Benchmark
    public Object pageOfIndex() {
        return index.volumes(Optional.of(volume.id()), PAGE);
    }
}
