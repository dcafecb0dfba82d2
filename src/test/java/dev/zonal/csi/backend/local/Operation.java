package dev.zonal.csi.backend.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.host.SimulatedHost;
import dev.zonal.csi.model.AccessMode;
import dev.zonal.csi.model.AccessType;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The operations that are cut and failed at every step. Each starts on a pool with a volume "source" (64 MiB, "data"
 * at its start), its snapshot "cut", and a thick volume "thick"; each can be repeated, as its use case repeats it.
 */
public enum Operation {
    CREATE_BLANK {
        @Override
        public void run(PoolBench bench, LocalBackend backend) {
            create(backend, bench.madeName, SIZE, Provisioning.THIN, Optional.empty());
        }

        @Override
        public void checkMade(SimulatedHost host, Path image) {
            assertThat(text(host, image, 0)).isEqualTo("\0\0\0\0");
        }
    },
    CREATE_BLANK_ON_OWN_FILESYSTEM {
        @Override
        public PoolBench bench() {
            return PoolBench.ofOwnFilesystem();
        }

        @Override
        public void run(PoolBench bench, LocalBackend backend) {
            CREATE_BLANK.run(bench, backend);
        }

        @Override
        public void checkMade(SimulatedHost host, Path image) {
            CREATE_BLANK.checkMade(host, image);
        }
    },
    CREATE_THICK {
        @Override
        public void run(PoolBench bench, LocalBackend backend) {
            create(backend, bench.madeName, SIZE, Provisioning.THICK, Optional.empty());
        }

        @Override
        public void checkMade(SimulatedHost host, Path image) {
            assertThat(text(host, image, 0)).isEqualTo("\0\0\0\0");
        }
    },
    CREATE_FROM_SNAPSHOT {
        @Override
        public void run(PoolBench bench, LocalBackend backend) {
            SnapshotId cut = SnapshotId.of("cut", home(backend));
            create(
                    backend,
                    bench.madeName,
                    LARGER,
                    Provisioning.THIN,
                    Optional.of(new ContentSource.FromSnapshot(cut)));
        }
    },
    CREATE_FROM_SNAPSHOT_ON_OWN_FILESYSTEM {
        @Override
        public PoolBench bench() {
            return PoolBench.ofOwnFilesystem();
        }

        @Override
        public void run(PoolBench bench, LocalBackend backend) {
            CREATE_FROM_SNAPSHOT.run(bench, backend);
        }
    },
    CREATE_FROM_VOLUME_IN_USE {
        @Override
        public void prepare(PoolBench bench, LocalBackend backend) {
            writeUnflushed(bench, backend);
        }

        @Override
        public void run(PoolBench bench, LocalBackend backend) {
            create(
                    backend,
                    bench.madeName,
                    SIZE,
                    Provisioning.THICK,
                    Optional.of(new ContentSource.FromVolume(source(backend))));
        }

        @Override
        public void checkMade(SimulatedHost host, Path image) {
            super.checkMade(host, image);
            assertThat(text(host, image, 8192)).isEqualTo(DATA);
        }
    },
    DELETE_VOLUME {
        @Override
        public void run(PoolBench bench, LocalBackend backend) {
            backend.deleteVolume(source(backend));
        }
    },
    DELETE_ATTACHED_VOLUME {
        @Override
        public void prepare(PoolBench bench, LocalBackend backend) {
            backend.attach(source(backend), false);
            backend.attach(source(backend), true);
        }

        @Override
        public void run(PoolBench bench, LocalBackend backend) {
            backend.deleteVolume(source(backend));
        }
    },
    CREATE_SNAPSHOT {
        @Override
        public void run(PoolBench bench, LocalBackend backend) {
            snapshot(backend, bench.madeName, Consistency.SYNCED);
        }
    },
    CREATE_SNAPSHOT_ON_OWN_FILESYSTEM {
        @Override
        public PoolBench bench() {
            return PoolBench.ofOwnFilesystem();
        }

        @Override
        public void run(PoolBench bench, LocalBackend backend) {
            CREATE_SNAPSHOT.run(bench, backend);
        }
    },
    CREATE_SNAPSHOT_OF_RAW_DEVICE {
        @Override
        public void prepare(PoolBench bench, LocalBackend backend) {
            writeUnflushed(bench, backend);
        }

        @Override
        public void run(PoolBench bench, LocalBackend backend) {
            snapshot(backend, bench.madeName, Consistency.SYNCED);
        }

        @Override
        public void checkMade(SimulatedHost host, Path image) {
            super.checkMade(host, image);
            assertThat(text(host, image, 8192)).isEqualTo(DATA);
        }
    },
    CREATE_SNAPSHOT_OF_FRAGMENTED {
        @Override
        public void prepare(PoolBench bench, LocalBackend backend) {
            fragment(bench, backend);
            writeUnflushed(bench, backend);
        }

        @Override
        public void run(PoolBench bench, LocalBackend backend) {
            snapshot(backend, bench.madeName, Consistency.SYNCED);
        }

        @Override
        public void checkMade(SimulatedHost host, Path image) {
            super.checkMade(host, image);
            assertThat(text(host, image, 8192)).isEqualTo(DATA);
        }
    },
    CREATE_SNAPSHOT_OF_MOUNTED {
        @Override
        public void prepare(PoolBench bench, LocalBackend backend) {
            mount(bench, backend);
        }

        @Override
        public void run(PoolBench bench, LocalBackend backend) {
            snapshot(backend, bench.madeName, Consistency.SYNCED);
        }

        @Override
        public void checkMade(SimulatedHost host, Path image) {
            checkFile(host, image);
        }
    },
    CREATE_SNAPSHOT_FROZEN {
        @Override
        public void prepare(PoolBench bench, LocalBackend backend) {
            mount(bench, backend);
        }

        @Override
        public void run(PoolBench bench, LocalBackend backend) {
            snapshot(backend, bench.madeName, Consistency.FROZEN);
        }

        @Override
        public void checkMade(SimulatedHost host, Path image) {
            checkFile(host, image);
        }
    },
    DELETE_SNAPSHOT {
        @Override
        public void run(PoolBench bench, LocalBackend backend) {
            backend.deleteSnapshot(SnapshotId.of("cut", home(backend)));
        }
    },
    EXPAND {
        @Override
        public void run(PoolBench bench, LocalBackend backend) {
            backend.expandVolume(source(backend), LARGER);
        }
    },
    EXPAND_THICK {
        @Override
        public void run(PoolBench bench, LocalBackend backend) {
            backend.expandVolume(VolumeId.of("thick", home(backend)), LARGER);
        }
    },
    RECORD_CONTENTS {
        @Override
        public void run(PoolBench bench, LocalBackend backend) {
            backend.recordContents(source(backend), new Contents.Formatting(FilesystemType.XFS));
        }
    };

    public static final ByteSize SIZE = ByteSize.ofMebibytes(64);
    public static final ByteSize LARGER = ByteSize.ofMebibytes(96);
    public static final String DATA = "data";
    /** A piece of a pre-copy and half of another, in blocks of 4 KiB. */
    static final int FRAGMENTED_BYTES = 1536 * 4096;

    public static final Path MOUNTPOINT = Path.of("/mounted");

    private static final Set<VolumeCapability> CAPABILITIES =
            Set.of(new VolumeCapability(new AccessType.Block(), AccessMode.SINGLE_NODE_WRITER));

    /** The host, and the ground of the pool that is opened on it. */
    public PoolBench bench() {
        return new PoolBench();
    }

    public abstract void run(PoolBench bench, LocalBackend backend);

    /** What else is there when it starts. */
    public void prepare(PoolBench bench, LocalBackend backend) {}

    /** That what it makes, where it is there, is whole: {@code image} is the new one's. */
    public void checkMade(SimulatedHost host, Path image) {
        assertThat(text(host, image, 0)).isEqualTo(DATA);
    }

    public static String text(SimulatedHost host, Path image, long offset) {
        return new String(host.peek(image, offset, DATA.length()), StandardCharsets.UTF_8);
    }

    private static void checkFile(SimulatedHost host, Path image) {
        assertThat(host.peekInside(image, "file")).hasValue(DATA.getBytes(StandardCharsets.UTF_8));
    }

    /** What is there when any of them starts. */
    public static void furnish(PoolBench bench, LocalBackend backend) {
        create(backend, "source", SIZE, Provisioning.THIN, Optional.empty());
        create(backend, "thick", SIZE, Provisioning.THICK, Optional.empty());
        Path device = backend.attach(source(backend), false);
        bench.host.writeDevice(device, 0, DATA.getBytes(StandardCharsets.UTF_8));
        bench.host.ports().filesystems().flush(device);
        backend.detach(source(backend));
        backend.createSnapshot(
                new NewSnapshot(SnapshotId.of("cut", home(backend)), "cut", source(backend), Consistency.SYNCED));
    }

    public static HomeId home(LocalBackend backend) {
        return backend.homes().getFirst().id();
    }

    public static VolumeId source(LocalBackend backend) {
        return VolumeId.of("source", home(backend));
    }

    public static void create(
            LocalBackend backend,
            String name,
            ByteSize capacity,
            Provisioning provisioning,
            Optional<ContentSource> source) {
        VolumeId id = VolumeId.of(name, home(backend));
        VolumeParameters parameters = new VolumeParameters(Optional.empty(), provisioning, List.of(), List.of());
        if (backend.volume(id).isEmpty()) {
            backend.createVolume(new NewVolume(id, name, capacity, CAPABILITIES, parameters, source));
        }
    }

    private static void snapshot(LocalBackend backend, String name, Consistency consistency) {
        SnapshotId id = SnapshotId.of(name, home(backend));
        if (backend.snapshot(id).isEmpty()) {
            backend.createSnapshot(new NewSnapshot(id, name, source(backend), consistency));
        }
    }

    /** Writes so much to the device that the image is worth a pre-copy: the simulated host puts each block elsewhere. */
    public static Path fragment(PoolBench bench, LocalBackend backend) {
        Path device = backend.attach(source(backend), false);
        byte[] blocks = new byte[FRAGMENTED_BYTES];
        System.arraycopy(DATA.getBytes(StandardCharsets.UTF_8), 0, blocks, 0, DATA.length());
        bench.host.writeDevice(device, 0, blocks);
        bench.host.ports().filesystems().flush(device);
        return device;
    }

    private static void writeUnflushed(PoolBench bench, LocalBackend backend) {
        Path device = backend.attach(source(backend), false);
        bench.host.writeDevice(device, 8192, DATA.getBytes(StandardCharsets.UTF_8));
    }

    private static void mount(PoolBench bench, LocalBackend backend) {
        SimulatedHost host = bench.host;
        Path device = backend.attach(source(backend), false);
        host.ports().filesystems().format(device, FilesystemType.EXT4, List.of());
        host.ports().files().createDirectory(MOUNTPOINT);
        host.ports().files().sync(Path.of("/"));
        host.ports().mounts().mount(device, MOUNTPOINT, "ext4", List.of());
        host.ports().files().createFile(MOUNTPOINT.resolve("file"), DATA.getBytes(StandardCharsets.UTF_8));
    }
}
