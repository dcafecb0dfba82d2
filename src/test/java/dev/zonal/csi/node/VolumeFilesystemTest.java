package dev.zonal.csi.node;

import static dev.zonal.csi.node.NodeBench.BLOCK;
import static dev.zonal.csi.node.NodeBench.EXT4;
import static dev.zonal.csi.node.NodeBench.LARGER;
import static dev.zonal.csi.node.NodeBench.POD;
import static dev.zonal.csi.node.NodeBench.STAGED;
import static dev.zonal.csi.node.NodeBench.XFS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.model.AccessMode;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A filesystem is made at most once, repaired where that is safe, and as large as its device. */
class VolumeFilesystemTest {
    private final NodeBench bench = new NodeBench();

    @AfterEach
    void close() {
        bench.close();
    }

    private void write(VolumeId id, String text) {
        Path device = bench.backend.attach(id, false);
        bench.host.writeDevice(device, 0, text.getBytes(StandardCharsets.UTF_8));
        bench.host.ports().filesystems().flush(device);
        bench.backend.detach(id);
    }

    private List<String> calls(String beginning) {
        return bench.host.faults().calls().stream()
                .filter(call -> call.startsWith(beginning))
                .toList();
    }

    @Test
    void whatIsNotBlankIsNeverFormattedThoughItsRecordSaysSo() {
        VolumeId id = bench.volume("v", EXT4);
        write(id, "somebody's");

        assertThatThrownBy(() -> bench.staging.stage(id, STAGED, EXT4))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("its device carries data")
                .hasMessageContaining("not formatted over that");
        assertThat(calls("format")).isEmpty();
        assertThat(bench.find(id).contents()).isEqualTo(new Contents.Blank());
        assertThat(bench.loops()).isZero();
    }

    @Test
    void aFilesystemThatNobodyRecordedIsNeverFormattedOver() {
        VolumeId id = bench.volume("v", EXT4);
        bench.host.ports().filesystems().format(bench.backend.attach(id, false), FilesystemType.XFS, List.of());
        bench.host.faults().clear();

        assertThatThrownBy(() -> bench.staging.stage(id, STAGED, EXT4))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("a filesystem, xfs");
        assertThat(calls("format")).isEmpty();
    }

    @Test
    void aDeviceThatCannotBeReadIsNotBlank() {
        VolumeId id = bench.volume("v", EXT4);
        bench.refuse("probe", Errno.EIO);

        assertThatThrownBy(() -> bench.staging.stage(id, STAGED, EXT4)).isInstanceOf(HostException.class);
        assertThat(calls("format")).isEmpty();
        assertThat(bench.find(id).contents()).isEqualTo(new Contents.Blank());
    }

    @Test
    void aMkfsThatWasNotSeenToEndIsDoneAgain() {
        VolumeId id = bench.volume("v", EXT4);
        bench.backend.recordContents(id, new Contents.Formatting(FilesystemType.EXT4));
        write(id, "half of a superblock");

        bench.staging.stage(id, STAGED, EXT4);

        assertThat(calls("format")).hasSize(1);
        assertThat(bench.find(id).contents()).isEqualTo(new Contents.Formatted(FilesystemType.EXT4));
        assertThat(bench.mountpoints()).containsExactly(STAGED);
    }

    @Test
    void theRecordSaysBegunBeforeAndDoneAfter() {
        VolumeId id = bench.volume("v", EXT4);
        bench.refuse("flush", Errno.EIO);

        assertThatThrownBy(() -> bench.staging.stage(id, STAGED, EXT4)).isInstanceOf(HostException.class);

        bench.host.faults().clear();
        assertThat(bench.find(id).contents()).isEqualTo(new Contents.Formatting(FilesystemType.EXT4));
        bench.restart();
        assertThat(bench.find(id).contents()).isEqualTo(new Contents.Formatting(FilesystemType.EXT4));
    }

    @ParameterizedTest
    @CsvSource({"Formatted", "Formatting"})
    void whatCarriesOneFilesystemIsNotMountedAsAnother(String contents) {
        VolumeId id = bench.staged("v", EXT4);
        bench.staging.unstage(id, STAGED);
        if (contents.equals("Formatting")) {
            bench.backend.recordContents(id, new Contents.Formatting(FilesystemType.EXT4));
        }

        assertThatThrownBy(() -> bench.staging.stage(id, STAGED, XFS))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("xfs was asked for, but volume " + id + " carries ext4");
        assertThat(bench.loops()).isZero();
    }

    @Test
    void whatWasFormattedAndIsNotThereAnyMoreIsNeverFormattedAgain() {
        VolumeId id = bench.staged("v", EXT4);
        bench.staging.unstage(id, STAGED);
        bench.files().wipe(Path.of("/pool/volumes/" + id + "/disk.img"));
        bench.host.faults().clear();

        assertThatThrownBy(() -> bench.staging.stage(id, STAGED, EXT4))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("carries nothing")
                .hasMessageContaining("never formatted again");
        assertThat(calls("format")).isEmpty();
    }

    @Test
    void aRawVolumeIsRememberedAsSuchAndNeverFormatted() {
        VolumeId id = bench.staged("v", BLOCK);
        bench.staging.unstage(id, STAGED);

        assertThat(bench.find(id).contents()).isEqualTo(new Contents.Raw());
        assertThatThrownBy(() -> bench.staging.stage(id, STAGED, EXT4))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("used as a raw device");
        assertThat(calls("format")).isEmpty();
    }

    @Test
    void aFilesystemThatAWorkloadMadeOnItsRawDeviceIsMounted() {
        VolumeId id = bench.staged("v", BLOCK);
        bench.host.ports().filesystems().format(bench.device(id), FilesystemType.XFS, List.of());
        UUID made = bench.host.filesystemId(bench.device(id));
        bench.staging.unstage(id, STAGED);

        bench.staging.stage(id, STAGED, XFS);

        assertThat(bench.mountpoints()).containsExactly(STAGED);
        assertThat(bench.host.filesystemId(bench.device(id))).isEqualTo(made);
    }

    @ParameterizedTest
    @EnumSource
    void aLargerCopyHasALargerFilesystemWithItsSourcesContent(FilesystemType type) {
        VolumeId source = bench.staged("source", NodeBench.mounted(type));
        bench.files().createFile(STAGED.resolve("file"), new byte[] {7});
        VolumeId copy = bench.copy("copy", source, NodeBench.mounted(type), LARGER);

        bench.staging.stage(copy, POD, NodeBench.mounted(type));

        assertThat(bench.filesystemSize(copy)).isEqualTo(LARGER);
        assertThat(bench.filesystemSize(source)).isEqualTo(NodeBench.SIZE);
        assertThat(bench.files().read(POD.resolve("file"), 10)).containsExactly(7);
    }

    @Test
    void aVolumeThatGrewWhileItWasNotStagedIsGrownAtTheNextStage() {
        VolumeId id = bench.staged("v", EXT4);
        bench.staging.unstage(id, STAGED);
        bench.backend.expandVolume(id, LARGER);

        bench.staging.stage(id, STAGED, EXT4);

        assertThat(bench.filesystemSize(id)).isEqualTo(LARGER);
    }

    @Test
    void anXfsForReadersIsNotGrown() {
        VolumeId id = bench.staged("v", XFS);
        bench.staging.unstage(id, STAGED);
        bench.backend.expandVolume(id, LARGER);

        bench.staging.stage(id, STAGED, NodeBench.as(FilesystemType.XFS, AccessMode.MULTI_NODE_READER_ONLY));

        assertThat(bench.filesystemSize(id)).isEqualTo(NodeBench.SIZE);
        assertThat(bench.mounts().getFirst().readOnly()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "0,           0",
        "1Mi,         1Mi",
        "1Mi,         1052672",
        "128Mi,       128Mi",
        "1Gi,         1Gi",
        "1Gi,         1076Mi",
        "1000Mi,      1004Mi"
    })
    void aTailThatNoFilesystemCanUseIsNotGrownInto(String filesystem, String device) {
        boolean worth = FilesystemUpkeep.isWorthGrowing(ByteSize.parse(filesystem), ByteSize.parse(device));

        long tail = ByteSize.parse(device).bytes() - ByteSize.parse(filesystem).bytes();
        long least = ByteSize.parse(filesystem).isMoreThan(ByteSize.ofMebibytes(128)) ? 4 << 20 : 0;
        assertThat(worth).isEqualTo(tail > least);
    }

    @Test
    void aFilesystemIsRepairedBeforeItIsMountedOnlyWhereItSaysSo() {
        VolumeId id = bench.staged("v", EXT4);
        assertThat(calls("check")).isEmpty();
        bench.host.leaveUnclean(bench.device(id));
        bench.staging.unstage(id, STAGED);
        bench.host.faults().clear();

        bench.staging.stage(id, STAGED, EXT4);

        assertThat(bench.host.faults().calls())
                .filteredOn(call -> call.startsWith("check /dev") || call.startsWith("mount /dev"))
                .containsExactly("check " + bench.device(id), "mount " + bench.device(id) + " at " + STAGED);
    }

    @Test
    void whatAPersonHasToRepairIsRefusedWithTheRemedyAndRolledBack() {
        VolumeId id = bench.staged("v", EXT4);
        bench.host.damageFilesystem(bench.device(id));
        bench.staging.unstage(id, STAGED);
        bench.files().deleteDirectory(STAGED);

        assertThatThrownBy(() -> bench.staging.stage(id, STAGED, EXT4))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("run fsck on /dev/loop");
        assertThat(bench.mounts()).isEmpty();
        assertThat(bench.loops()).isZero();
        assertThat(bench.exists(STAGED)).isFalse();
    }

    @Test
    void aGrowthThatFailsAfterTheMountIsRolledBack() {
        VolumeId id = bench.staged("v", XFS);
        bench.staging.unstage(id, STAGED);
        bench.backend.expandVolume(id, LARGER);
        bench.refuse("grow", Errno.EIO);

        assertThatThrownBy(() -> bench.staging.stage(id, STAGED, XFS)).isInstanceOf(HostException.class);

        bench.host.faults().clear();
        assertThat(bench.mounts()).isEmpty();
        assertThat(bench.loops()).isZero();
    }
}
