package dev.zonal.csi.host.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.Survivors;
import dev.zonal.csi.backend.local.pool.PoolOpening;
import dev.zonal.csi.backend.local.pool.PoolSpec;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.driver.HostTraces;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.ProcessCommands;
import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.host.RealPool;
import dev.zonal.csi.model.AccessMode;
import dev.zonal.csi.model.AccessType;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import dev.zonal.csi.node.KubeletFolder;
import dev.zonal.csi.node.Staging;
import dev.zonal.csi.node.TargetPaths;
import dev.zonal.csi.node.VolumeFilesystem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The driver or the machine ended while an ext4 was written from its template: any part of the writes has reached the
 * device, the record says that a mkfs has begun, and the next stage makes the filesystem anew.
 */
@RealHost
final class Ext4TemplateCutIT {
    @RegisterExtension
    static final RealPool POOL = RealPool.xfs();

    private static final ByteSize SIZE = ByteSize.ofMebibytes(64);
    private static final ByteSize LARGER = ByteSize.ofMebibytes(200);
    private static final int HALF_OF = 2 * 4096;
    private static final int UUID_OFFSET = Ext4Superblock.START + 0x68;
    private static final VolumeCapability EXT4 = new VolumeCapability(
            new AccessType.Mounted(Optional.of(FilesystemType.EXT4), List.of()), AccessMode.SINGLE_NODE_WRITER);

    private final Ext4Template template =
            Ext4Template.make(new FilesystemTools(new ProcessCommands()), SIZE).orElseThrow();
    private final Host host = LinuxHost.of(new ProcessCommands());
    private final Operations operations = new Operations(1, 1);
    private Path root = Path.of("/nonexistent");
    private Optional<LocalBackend> opened = Optional.empty();
    private int volumes;

    @BeforeEach
    void open() {
        root = POOL.fresh("root");
        host.files().createDirectory(root);
        opened = Optional.of(LocalBackend.open(
                new PoolOpening(
                        host,
                        POOL.path().resolve("run"),
                        Topology.of(Map.of("node", "n1")),
                        InstantSource.system(),
                        new SecureRandom()),
                List.of(PoolSpec.of("default", root, Optional.empty())),
                64));
    }

    @AfterEach
    void close() {
        operations.close();
        opened.ifPresent(LocalBackend::close);
    }

    private LocalBackend backend() {
        return opened.orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theNextStageMakesItAnew(boolean expandedMeanwhile) {
        int writes = writes().size();
        assertThat(writes).isGreaterThan(4);
        Set<BitSet> choices = Survivors.of(writes);
        for (BitSet kept : choices) {
            assertThatCode(() -> cutAndStage(kept, expandedMeanwhile))
                    .as("%s of %d writes, %s", kept, writes, Survivors.seed())
                    .doesNotThrowAnyException();
        }
        System.out.println("cuts in an ext4 from its template: " + choices.size() + " cases of " + writes + " writes");
    }

    private void cutAndStage(BitSet kept, boolean expandedMeanwhile) throws Exception {
        VolumeId id = VolumeId.of("v" + volumes++, backend().homes().getFirst().id());
        backend().createVolume(new NewVolume(id, "v", SIZE, Set.of(EXT4), VolumeParameters.DEFAULT, Optional.empty()));
        cut(id, kept);
        Path image = root.resolve("volumes").resolve(id.value()).resolve("disk.img");
        byte[] halfMade = uuid(image);
        if (expandedMeanwhile) {
            backend().expandVolume(id, LARGER);
        }
        Path mountpoint = POOL.mountpoint();

        staging().stage(id, mountpoint, EXT4);

        assertThat(backend().volume(id).orElseThrow().contents())
                .isEqualTo(new Contents.Formatted(FilesystemType.EXT4));
        Files.writeString(mountpoint.resolve("file"), "data");
        staging().unstage(id, mountpoint);
        assertThat(uuid(image)).isNotEqualTo(halfMade);
        HostTraces.output("e2fsck", "-f", "-n", image.toString());
        staging().stage(id, mountpoint, EXT4);
        assertThat(mountpoint.resolve("file")).hasContent("data");
        staging().unstage(id, mountpoint);
        backend().deleteVolume(id);
    }

    /** As a stage begins; then the end comes, and of what it wrote to the device so much is there. */
    private void cut(VolumeId id, BitSet kept) {
        backend().recordContents(id, new Contents.Formatting(FilesystemType.EXT4));
        Path device = backend().attach(id, false);
        List<Ext4Template.Extent> writes = writes();
        try (Descriptor open = Descriptor.open(device, OpenFlags.WRITE_ONLY | OpenFlags.EXCLUSIVE)) {
            kept.stream().mapToObj(writes::get).forEach(write -> open.write(write.bytes(), write.offset()));
            open.sync();
        }
        backend().detach(id);
    }

    /** What is written, in its order; a long piece may be written in part. */
    private List<Ext4Template.Extent> writes() {
        List<Ext4Template.Extent> writes = new ArrayList<>();
        template.write((bytes, offset) -> {
            long half = bytes.byteSize() < HALF_OF ? 0 : bytes.byteSize() / HALF_OF * (HALF_OF / 2);
            if (half > 0) {
                writes.add(copy(bytes.asSlice(0, half), offset));
            }
            writes.add(copy(bytes.asSlice(half), offset + half));
        });
        return writes;
    }

    private static Ext4Template.Extent copy(MemorySegment bytes, long offset) {
        return new Ext4Template.Extent(
                offset, Arena.ofAuto().allocate(bytes.byteSize()).copyFrom(bytes));
    }

    private static byte[] uuid(Path image) throws IOException {
        byte[] uuid = new byte[16];
        try (var file = new RandomAccessFile(image.toFile(), "r")) {
            file.seek(UUID_OFFSET);
            file.readFully(uuid);
        }
        return uuid;
    }

    private Staging staging() {
        return new Staging(
                backend(),
                host.mounts(),
                new VolumeFilesystem(backend(), host.filesystems(), host.mounts(), FilesystemType.EXT4),
                new TargetPaths(host.files(), new KubeletFolder(Path.of("/"), false), _ -> false),
                host.files(),
                operations);
    }
}
