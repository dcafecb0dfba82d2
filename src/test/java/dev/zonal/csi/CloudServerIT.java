package dev.zonal.csi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.cloud.AttachDisk;
import dev.zonal.csi.cloud.ClientToken;
import dev.zonal.csi.cloud.Cloud;
import dev.zonal.csi.cloud.DetachDisk;
import dev.zonal.csi.cloud.Disk;
import dev.zonal.csi.cloud.DiskAttachment;
import dev.zonal.csi.cloud.DiskId;
import dev.zonal.csi.cloud.DiskSnapshot;
import dev.zonal.csi.cloud.DiskState;
import dev.zonal.csi.cloud.InstanceId;
import dev.zonal.csi.cloud.NewDisk;
import dev.zonal.csi.cloud.NewInstance;
import dev.zonal.csi.cloud.description.CloudDescription;
import dev.zonal.csi.cloud.description.DescriptionFile;
import dev.zonal.csi.cloud.wire.CloudConnection;
import dev.zonal.csi.config.ControlAddress;
import dev.zonal.csi.config.Endpoint;
import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.host.RealPool;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.tracing.Tracing;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code zonal cloud serve} with real disks: bytes written to a device in one zone are read in another. */
@RealHost
@ExtendWith(QuietLogs.class)
final class CloudServerIT {
    private static final byte[] WORDS = "what was written in zone a".getBytes(StandardCharsets.UTF_8);
    private static final ByteSize SIZE = ByteSize.ofMebibytes(64);
    private static final CloudDescription DESCRIPTION = DescriptionFile.parse("test.yaml", """
            delays: {create: 50ms, restore: 50ms, attach: 50ms, detach: 50ms, delete: 50ms, snapshot: 50ms}
            rates: {every: {burst: 1000000, perSecond: 1000000}}
            """);

    @RegisterExtension
    static final RealPool POOL = RealPool.xfs();

    @TempDir
    private Path folder;

    @Test
    void whereFilesShareExtents() throws IOException {
        tell(POOL.fresh("cloud"));
    }

    @Test
    void whereTheyDoNot() throws IOException {
        tell(folder.resolve("cloud"));
    }

    private void tell(Path root) throws IOException {
        Endpoint endpoint = new Endpoint(folder.resolve("cloud.sock"));
        CloudDoors doors = new CloudDoors(
                List.of(new ControlAddress.Unix(endpoint.socket())),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        CloudServer server = CloudServer.start(DESCRIPTION, root, doors, Tracing.OFF);
        try (CloudConnection connection = CloudConnection.to(endpoint, Duration.ofSeconds(30))) {
            Cloud cloud = connection.as("test");
            cloud.addInstance(new NewInstance(new InstanceId("i-1"), "a", "small"), token());
            cloud.addInstance(new NewInstance(new InstanceId("i-2"), "b", "small"), token());
            Disk disk = attach(cloud, cloud.createDisk(NewDisk.blank("a", "standard", SIZE), token()), "i-1");
            write(device(root, "i-1", disk));
            DiskSnapshot snapshot = cloud.createSnapshot(disk.id(), token());

            server.stop();
            server = CloudServer.start(DESCRIPTION, root, doors, Tracing.OFF);

            assertThat(read(device(root, "i-1", disk))).isEqualTo(WORDS);
            await(
                    () -> cloud.describeSnapshots(Set.of(snapshot.id())).getFirst(),
                    seen -> seen.state() == DiskSnapshot.State.READY);
            NewDisk copy = new NewDisk(Set.of("b"), "standard", SIZE, OptionalLong.empty(), Optional.of(snapshot.id()));
            Disk restored = attach(cloud, cloud.createDisk(copy, token()), "i-2");
            assertThat(read(device(root, "i-2", restored))).isEqualTo(WORDS);

            remove(cloud, disk.id(), "i-1");
            remove(cloud, restored.id(), "i-2");
            await(cloud::disks, List::isEmpty);
            assertThat(root.resolve("by-serial").resolve("i-1")).isEmptyDirectory();
        } finally {
            server.stop();
        }
    }

    private static ClientToken token() {
        return new ClientToken(UUID.randomUUID().toString());
    }

    private static Disk look(Cloud cloud, DiskId id) {
        return cloud.describeDisks(Set.of(id)).getFirst();
    }

    private static Disk attach(Cloud cloud, Disk disk, String instance) {
        await(() -> look(cloud, disk.id()), seen -> seen.state() == DiskState.AVAILABLE);
        cloud.attachDisk(new AttachDisk(disk.id(), new InstanceId(instance), false), token());
        return await(
                () -> look(cloud, disk.id()),
                seen -> seen.attachments().getFirst().state() == DiskAttachment.State.ATTACHED);
    }

    private static void remove(Cloud cloud, DiskId disk, String instance) {
        cloud.detachDisk(new DetachDisk(disk, new InstanceId(instance), false), token());
        await(() -> look(cloud, disk), seen -> seen.state() == DiskState.AVAILABLE);
        cloud.deleteDisk(disk, token());
    }

    private static <T> T await(Supplier<T> look, Predicate<T> enough) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        T seen = look.get();
        while (!enough.test(seen)) {
            assertThat(System.nanoTime()).as("still %s", seen).isLessThan(end);
            Thread.onSpinWait();
            seen = look.get();
        }
        return seen;
    }

    /** Where the instance finds the disk, as soon as it does. */
    private static Path device(Path root, String instance, Disk disk) {
        Path link = root.resolve("by-serial").resolve(instance).resolve(disk.serial());
        await(() -> link, Files::exists);
        return link;
    }

    private static void write(Path device) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(device.toFile(), "rws")) {
            open.seek(1 << 20);
            open.write(WORDS);
        }
    }

    private static byte[] read(Path device) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(device.toFile(), "r")) {
            byte[] words = new byte[WORDS.length];
            open.seek(1 << 20);
            open.readFully(words);
            return words;
        }
    }
}
