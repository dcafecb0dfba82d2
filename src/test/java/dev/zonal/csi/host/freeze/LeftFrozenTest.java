package dev.zonal.csi.host.freeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.RecordedLog;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.Faults;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.Filesystems;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.LoopDevice;
import dev.zonal.csi.host.Mount;
import dev.zonal.csi.host.PowerCut;
import dev.zonal.csi.host.SimulatedHost;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A driver that ends, with its whole container, while a filesystem is frozen; and the start of the next one. */
@ExtendWith(QuietLogs.class)
final class LeftFrozenTest {
    private static final Path MOUNTPOINT = Path.of("/mnt");
    private static final Path NOTES = Path.of("/run/zonal/frozen");

    private final SimulatedHost host = new SimulatedHost();
    private final Host kernel = host.kernel();
    private final LoopDevice device = mounted("/image");
    private final AtomicInteger files = new AtomicInteger();

    private LoopDevice mounted(String image) {
        kernel.files().createSparse(Path.of(image), ByteSize.ofMebibytes(512));
        LoopDevice attached = kernel.loops().attach(Path.of(image), false);
        kernel.filesystems().format(attached.path(), FilesystemType.XFS, List.of());
        if (kernel.files().status(MOUNTPOINT).isEmpty()) {
            kernel.files().createDirectory(MOUNTPOINT);
        }
        kernel.mounts().mount(attached.path(), MOUNTPOINT, "xfs", List.of());
        host.faults().clear();
        return attached;
    }

    private Filesystems.Freeze freeze() {
        return host.ports().filesystems().freeze(MOUNTPOINT);
    }

    private void freezeCloneAndThaw() {
        try (Filesystems.Freeze _ = freeze()) {
            host.ports().files().cloneFile(Path.of("/image"), Path.of("/clone"));
        }
    }

    private void write() {
        kernel.files().createFile(MOUNTPOINT.resolve("file" + files.incrementAndGet()), new byte[] {1});
    }

    private void assertFrozen() {
        assertThatIllegalStateException().isThrownBy(this::write);
    }

    private List<String> notes() {
        return kernel.files().status(NOTES).isPresent() ? kernel.files().list(NOTES) : List.of();
    }

    private void assertNothingIsLeft() {
        write();
        assertThat(notes()).isEmpty();
        assertThat(host.mountTable()).extracting(Mount::target).containsExactlyInAnyOrder(Path.of("/ext4"), MOUNTPOINT);
        assertThat(kernel.files().status(Path.of("/run/zonal/thaw"))).isEmpty();
    }

    @Test
    void theNoteIsOnTheDiskBeforeTheFreezeAndGoesAfterTheThaw() {
        host.faults().clear();

        freezeCloneAndThaw();

        assertThat(host.faults().effects().stream().map(effect -> effect.replaceAll(" .*", "")))
                .containsSubsequence(
                        "createFile", "sync", "rename", "sync", "freeze", "cloneFile", "thaw", "deleteFile");
        assertNothingIsLeft();
    }

    @Test
    void aGrowthIsBroughtHomeByAFreezeAndOnlyOne() {
        kernel.files().resize(Path.of("/image"), ByteSize.ofGibibytes(1));
        kernel.loops().refreshSize(device);
        for (int freezes : List.of(1, 0)) {
            host.faults().clear();

            host.ports().filesystems().growMounted(MOUNTPOINT, device.path(), FilesystemType.XFS);

            assertThat(kernel.filesystems().hasGrowthInJournal(MOUNTPOINT, device.path()))
                    .isFalse();
            assertThat(host.faults().effects())
                    .filteredOn(effect -> effect.startsWith("freeze"))
                    .hasSize(freezes);
        }
        assertNothingIsLeft();
    }

    @Test
    void whateverWasDoneWhenTheDriverEndedTheNextStartLeavesNothingFrozen() {
        for (int mount : List.of(0, 1)) {
            for (int k = 0; k < effectsOfOne(); k++) {
                LeftFrozenTest run = new LeftFrozenTest();
                run.stopAfter(k);
                if (mount == 0) {
                    run.kernel.mounts().unmount(MOUNTPOINT);
                }

                run.host.start();

                run.mountAgain();
                run.assertNothingIsLeft();
            }
        }
    }

    @Test
    void aStartThatEndsInTheMidstIsFinishedByTheNext() {
        for (int k = 0; k < effectsOfOne(); k++) {
            for (int j = 0; j < effectsOfStart(k); j++) {
                LeftFrozenTest run = new LeftFrozenTest();
                run.stopAfter(k);
                run.kernel.mounts().unmount(MOUNTPOINT);
                run.host.faults().cutAfter(j);
                assertThatExceptionOfType(PowerCut.class).isThrownBy(run.host::thawLeftFrozen);

                run.host.kill();

                run.mountAgain();
                run.assertNothingIsLeft();
            }
        }
    }

    private static int effectsOfOne() {
        LeftFrozenTest run = new LeftFrozenTest();
        run.host.faults().clear();
        run.freezeCloneAndThaw();
        return run.host.faults().effects().size();
    }

    private static int effectsOfStart(int k) {
        LeftFrozenTest run = new LeftFrozenTest();
        run.stopAfter(k);
        run.kernel.mounts().unmount(MOUNTPOINT);
        run.host.faults().clear();
        run.host.thawLeftFrozen();
        return run.host.faults().effects().size();
    }

    private void stopAfter(int effects) {
        host.faults().cutAfter(effects);
        assertThatExceptionOfType(PowerCut.class).isThrownBy(this::freezeCloneAndThaw);
        host.die();
    }

    private void mountAgain() {
        if (kernel.mounts().at(MOUNTPOINT).isEmpty()) {
            assertThat(kernel.filesystems().isInUse(device.path())).isFalse();
            kernel.mounts().mount(device.path(), MOUNTPOINT, "xfs", List.of());
        }
    }

    /** Its device was detached too, and goes when the filesystem does. */
    @Test
    void whatIsMountedNowhereAnyMoreIsThawedByMountingItOnceMore() {
        assertThat(freeze()).isNotNull();
        host.die();
        kernel.mounts().unmount(MOUNTPOINT);
        kernel.loops().detach(device);
        assertThat(kernel.loops().find(device.path())).isPresent();

        host.start();

        assertThat(kernel.loops().find(device.path())).isEmpty();
        assertThat(notes()).isEmpty();
    }

    @Test
    void aKilledDriverThatCanNotEndKeepsNothingFrozen() {
        assertThat(freeze()).isNotNull();
        host.dieHalf();

        host.start();

        assertNothingIsLeft();
    }

    @Test
    void whatADriverInAnotherContainerLeftIsThawed() {
        assertThat(freeze()).isNotNull();
        host.die();

        host.startBeside();

        assertNothingIsLeft();
    }

    @Test
    void whatADriverThatLivesHoldsFrozenStaysSo() {
        for (Runnable start : List.<Runnable>of(host::startBeside, host::start)) {
            try (Filesystems.Freeze _ = freeze()) {
                start.run();
                assertFrozen();
                assertThat(notes()).hasSize(1);
            }
            assertNothingIsLeft();
        }
    }

    @Test
    void whatAnAdministratorHoldsFrozenStaysSo() {
        try (Filesystems.Freeze _ = kernel.filesystems().freeze(MOUNTPOINT)) {
            assertThatExceptionOfType(HostException.class)
                    .isThrownBy(this::freeze)
                    .satisfies(failure -> assertThat(failure.errno()).isEqualTo(Errno.EBUSY));

            host.kill();

            assertFrozen();
        }
        assertNothingIsLeft();
    }

    @Test
    void anotherFilesystemOnTheDevicesNumberIsNotTouched() {
        assertThat(freeze()).isNotNull();
        host.die();
        kernel.filesystems().thaw(MOUNTPOINT);
        kernel.mounts().unmount(MOUNTPOINT);
        kernel.loops().detach(device);
        assertThat(mounted("/other").number()).isEqualTo(device.number());

        try (Filesystems.Freeze _ = kernel.filesystems().freeze(MOUNTPOINT)) {
            host.start();

            assertFrozen();
            assertThat(notes()).isEmpty();
        }
    }

    @Test
    void whatWasFrozenBeforeTheMachineStartedIsForgotten() {
        assertThat(freeze()).isNotNull();
        BitSet all = new BitSet();
        all.set(0, host.unsynced().size());

        host.cutPower(all);

        assertThat(notes()).isEmpty();
    }

    @Test
    void whatCanNotBeThawedIsSaidWithTheCommandAndTriedAgainByTheNextStart() {
        assertThat(freeze()).isNotNull();
        host.die();
        host.faults().refuse(new Faults.Refusal("thaw /mnt", Errno.EIO));
        try (RecordedLog log = new RecordedLog(LeftFrozen.class)) {
            host.thawLeftFrozen();

            assertThat(log.events())
                    .singleElement()
                    .extracting(event -> event.getKeyValuePairs().toString())
                    .asString()
                    .contains("fsfreeze --unfreeze '/mnt'");
        }
        assertThat(notes()).hasSize(1);
        host.faults().clear();

        host.start();

        assertNothingIsLeft();
    }

    @Test
    void aNoteThatWasNotWrittenToItsEndStopsNothing() {
        FileTree tree = kernel.files();
        tree.createDirectories(NOTES);
        tree.createFile(NOTES.resolve("1.1.1.note"), "boot=b".getBytes(StandardCharsets.UTF_8));
        tree.createFile(NOTES.resolve("1.1.2.draft"), new byte[0]);
        tree.createFile(NOTES.resolve("readme"), new byte[0]);

        host.start();

        assertThat(notes()).containsExactly("readme");
    }
}
