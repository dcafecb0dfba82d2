package dev.zonal.csi.node;

import static dev.zonal.csi.node.NodeBench.BLOCK;
import static dev.zonal.csi.node.NodeBench.EXT4;
import static dev.zonal.csi.node.NodeBench.POD;
import static dev.zonal.csi.node.NodeBench.STAGED;
import static dev.zonal.csi.node.NodeBench.XFS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.Mount;
import dev.zonal.csi.model.AccessMode;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Staging and unstaging over a host in memory.
 *
 * <p>One file on purpose, longer than others: every state that a stage can meet stands beside the others.
 */
class StagingTest {
    private final NodeBench bench = new NodeBench();

    @AfterEach
    void nothingStaysClaimed() {
        assertThat(bench.operations.claimed()).isZero();
        bench.close();
    }

    @ParameterizedTest
    @EnumSource
    void aVolumeIsFormattedAndMountedOnce(FilesystemType type) {
        VolumeId id = bench.volume("v", NodeBench.mounted(type));

        bench.staging.stage(id, STAGED, NodeBench.mounted(type));
        bench.staging.stage(id, STAGED, NodeBench.mounted(type));

        assertThat(bench.mountpoints()).containsExactly(STAGED);
        assertThat(bench.mounts().getFirst().filesystem()).isEqualTo(type.word());
        assertThat(bench.find(id).contents()).isEqualTo(new Contents.Formatted(type));
        assertThat(bench.loops()).isEqualTo(1);
    }

    @Test
    void anXfsIsMountedBesideItsCopies() {
        VolumeId source = bench.staged("source", XFS);
        VolumeId copy = bench.copy("copy", source, XFS, NodeBench.SIZE);

        bench.staging.stage(copy, POD, XFS);

        assertThat(bench.mounts())
                .allSatisfy(mount -> assertThat(mount.options()).contains("nouuid"));
    }

    @Test
    void theFilesystemIsTheOneAskedForElseTheVolumesElseTheDriversDefault() {
        VolumeId asked = bench.volume("asked", NodeBench.anyFilesystem());
        VolumeId made = bench.volume("made", XFS);
        VolumeId open = bench.volume("open", NodeBench.anyFilesystem());

        bench.staging.stage(asked, NodeBench.KUBELET.resolve("asked"), XFS);
        bench.staging.stage(made, NodeBench.KUBELET.resolve("made"), NodeBench.anyFilesystem());
        bench.staging.stage(open, NodeBench.KUBELET.resolve("open"), NodeBench.anyFilesystem());

        assertThat(bench.mounts().stream().map(Mount::filesystem)).containsExactly("xfs", "xfs", "ext4");
    }

    @ParameterizedTest
    @CsvSource({"EXT4, XFS, ext4", "XFS, EXT4, ext4", "XFS, BTRFS, xfs", "BTRFS, XFS, xfs"})
    void ofSeveralFilesystemsOneIsAlwaysTaken(FilesystemType one, FilesystemType other, String made) {
        VolumeId id = bench.volume("v", Set.of(NodeBench.mounted(one), NodeBench.mounted(other)));

        bench.staging.stage(id, STAGED, NodeBench.anyFilesystem());

        assertThat(bench.mounts().getFirst().filesystem()).isEqualTo(made);
    }

    @Test
    void aFilesystemThatNeedsMoreThanTheVolumeIsRefusedAndLeavesItBlank() {
        VolumeId small = bench.volume("small", EXT4, ByteSize.ofMebibytes(64));

        assertThatThrownBy(() -> bench.staging.stage(small, STAGED, XFS))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("xfs needs 300Mi at least");
        bench.staging.stage(small, STAGED, EXT4);
        assertThat(bench.mounts().getFirst().filesystem()).isEqualTo("ext4");
    }

    @Test
    void mountFlagsOfTheCapabilityAreUsed() {
        VolumeId id = bench.volume("v", EXT4);

        bench.staging.stage(id, STAGED, NodeBench.as(FilesystemType.EXT4, AccessMode.SINGLE_NODE_WRITER, "noatime"));

        assertThat(bench.mounts().getFirst().options()).contains("noatime", "rw");
    }

    @Test
    void aReaderIsStagedReadOnly() {
        VolumeId id = bench.volume("v", EXT4);

        bench.staging.stage(id, STAGED, NodeBench.as(FilesystemType.EXT4, AccessMode.MULTI_NODE_READER_ONLY));

        assertThat(bench.mounts().getFirst().readOnly()).isTrue();
    }

    @Test
    void whatIsStagedOtherwiseThanAskedAlreadyExists() {
        VolumeId id = bench.staged("v", EXT4);

        assertThatThrownBy(() -> bench.staging.stage(
                        id, STAGED, NodeBench.as(FilesystemType.EXT4, AccessMode.MULTI_NODE_READER_ONLY)))
                .isInstanceOf(StorageException.AlreadyExists.class)
                .hasMessageContaining("staged for writing");
        assertThatThrownBy(() -> bench.staging.stage(id, STAGED, XFS))
                .isInstanceOf(StorageException.AlreadyExists.class)
                .hasMessageContaining("ext4");
        assertThat(bench.mountpoints()).containsExactly(STAGED);
    }

    @Test
    void aWriterIsNotContentWithWhatIsStagedReadOnly() {
        VolumeId id = bench.volume("v", EXT4);
        bench.staging.stage(id, STAGED, NodeBench.as(FilesystemType.EXT4, AccessMode.SINGLE_NODE_READER_ONLY));

        assertThatThrownBy(() -> bench.staging.stage(id, STAGED, EXT4))
                .isInstanceOf(StorageException.AlreadyExists.class)
                .hasMessageContaining("read-only");
    }

    @ParameterizedTest
    @CsvSource({
        "'', noatime",
        "noatime, ''",
        "noexec, nosuid",
        "discard, ''",
        "commit=20, commit=30",
        "context=a:b:c:s0, context=a:b:d:s0",
        "context=a:b:c:s0, ''"
    })
    void whatIsStagedWithOtherMountOptionsAlreadyExists(String staged, String asked) {
        VolumeId id = bench.volume("v", EXT4);
        bench.staging.stage(id, STAGED, withOptions(staged));

        assertThatThrownBy(() -> bench.staging.stage(id, STAGED, withOptions(asked)))
                .isInstanceOf(StorageException.AlreadyExists.class)
                .hasMessageContaining("with the mount options");
        assertThat(bench.mountpoints()).containsExactly(STAGED);
    }

    @ParameterizedTest
    @CsvSource({"noatime", "'atime,noatime'", "'noatime,atime'", "strictatime", "'nosuid,nodev,noexec'", "commit=5"})
    void stagingWithMountOptionsIsRepeatable(String options) {
        VolumeId id = bench.volume("v", EXT4);

        bench.staging.stage(id, STAGED, withOptions(options));
        bench.staging.stage(id, STAGED, withOptions(options));

        assertThat(bench.mountpoints()).containsExactly(STAGED);
    }

    private static VolumeCapability withOptions(String options) {
        String[] words = options.isEmpty() ? new String[0] : options.split(",", -1);
        return NodeBench.as(FilesystemType.EXT4, AccessMode.SINGLE_NODE_WRITER, words);
    }

    @Test
    void stagingWithTheFlagRoIsRepeatable() {
        VolumeId id = bench.volume("v", EXT4);
        var flagged = NodeBench.as(FilesystemType.EXT4, AccessMode.SINGLE_NODE_WRITER, "ro");

        bench.staging.stage(id, STAGED, flagged);
        bench.staging.stage(id, STAGED, flagged);

        assertThat(bench.mounts().getFirst().readOnly()).isTrue();
        assertThat(bench.mounts()).hasSize(1);
    }

    @Test
    void aFilesystemThatStoppedOnAnErrorIsStagedAllTheSame() {
        VolumeId id = bench.staged("v", EXT4);
        bench.host.stopFilesystem(bench.device(id));

        bench.staging.stage(id, STAGED, EXT4);

        assertThat(bench.mountpoints()).containsExactly(STAGED);
    }

    @Test
    void aMountOfAnotherVolumeAtThePathIsNotMistakenForThisOne() {
        VolumeId other = bench.staged("other", EXT4);
        VolumeId id = bench.volume("v", EXT4);

        assertThatThrownBy(() -> bench.staging.stage(id, STAGED, EXT4))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("is not volume " + id);
        assertThat(bench.mounts()).allMatch(mount -> mount.shows(bench.device(other)));
        assertThat(bench.loops()).isEqualTo(1);
    }

    @Test
    void aForeignMountAtThePathIsLeftAlone() {
        VolumeId id = bench.volume("v", EXT4);
        bench.files().createDirectory(STAGED);
        bench.host.ports().mounts().bind(Path.of("/ext4"), STAGED, false);

        assertThatThrownBy(() -> bench.staging.stage(id, STAGED, EXT4))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("left alone");
        assertThat(bench.mountpoints()).containsExactly(STAGED);
    }

    @Test
    void aVolumeMountedByHandElsewhereIsStagedBesideThat() {
        VolumeId id = bench.staged("v", EXT4);
        bench.publish(id, POD, EXT4, false);
        bench.host.ports().mounts().unmount(STAGED);
        bench.backend.expandVolume(id, NodeBench.LARGER);
        bench.backend.refreshSize(id);

        bench.staging.stage(id, STAGED, EXT4);

        assertThat(bench.mountpoints()).containsExactly(POD, STAGED);
        assertThat(bench.host.faults().calls()).noneMatch(call -> call.startsWith("grow /dev"));
    }

    @Test
    void aVolumeThatIsNotHereIsNotFound() {
        assertThatThrownBy(() -> bench.staging.stage(bench.id("none"), STAGED, EXT4))
                .isInstanceOf(StorageException.NotFound.class);
        assertThat(bench.exists(STAGED)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"format", "flush", "probe", "mount /dev/loop", "attach"})
    void aStepThatFailsIsRolledBackWithAllThatWentBefore(String step) {
        VolumeId id = bench.volume("v", EXT4);
        bench.refuse(step, Errno.EIO);

        assertThatThrownBy(() -> bench.staging.stage(id, STAGED, EXT4)).isInstanceOf(HostException.class);

        bench.host.faults().clear();
        assertThat(bench.mounts()).isEmpty();
        assertThat(bench.loops()).isZero();
        assertThat(bench.exists(STAGED)).isFalse();
        bench.staging.stage(id, STAGED, EXT4);
        assertThat(bench.mountpoints()).containsExactly(STAGED);
    }

    @Test
    void aDirectoryThatWasThereBeforeStaysWhereStagingFails() {
        VolumeId id = bench.volume("v", EXT4);
        bench.files().createDirectory(STAGED);
        bench.refuse("format", Errno.EIO);

        assertThatThrownBy(() -> bench.staging.stage(id, STAGED, EXT4)).isInstanceOf(HostException.class);

        assertThat(bench.exists(STAGED)).isTrue();
    }

    @Test
    void aRawDeviceThatIsStagedStaysWhereItsFilesystemIsRefused() {
        VolumeId id = bench.staged("v", BLOCK);
        Path device = bench.device(id);

        assertThatThrownBy(() -> bench.staging.stage(id, STAGED, EXT4))
                .isInstanceOf(StorageException.FailedPrecondition.class);

        assertThat(bench.backend.attached(id)).containsExactly(device);
    }

    @Test
    void aDeviceThatACrashLeftIsGivenBackWhereStagingFails() {
        VolumeId id = bench.volume("v", EXT4);
        bench.backend.attach(id, false);
        bench.refuse("format", Errno.EIO);

        assertThatThrownBy(() -> bench.staging.stage(id, STAGED, EXT4)).isInstanceOf(HostException.class);

        assertThat(bench.loops()).isZero();
    }

    @Test
    void aStagingDirectoryWithContentIsNotMountedOver() {
        VolumeId id = bench.volume("v", EXT4);
        bench.files().createDirectory(STAGED);
        bench.files().createDirectory(STAGED.resolve("content"));

        assertThatThrownBy(() -> bench.staging.stage(id, STAGED, EXT4))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("not empty");
        assertThat(bench.loops()).isZero();
    }

    @Test
    void aPlaceInThePoolIsRefused() {
        VolumeId id = bench.volume("v", EXT4);

        assertThatThrownBy(() -> bench.staging.stage(id, Path.of("/pool/volumes/staged"), EXT4))
                .isInstanceOf(StorageException.InvalidArgument.class);

        assertThat(bench.mounts()).isEmpty();
        assertThat(bench.loops()).isZero();
    }
}
