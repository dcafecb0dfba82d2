package dev.zonal.csi.backend.local.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.backend.HomeState;
import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.Operation;
import dev.zonal.csi.backend.local.PoolBench;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.Faults;
import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.LoopDevice;
import dev.zonal.csi.host.Mount;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What becomes of each thing that an operator can give as a pool.
 *
 * <p>One file on purpose, longer than others: every kind of place for a pool stands beside the others.
 */
@ExtendWith(QuietLogs.class)
class PoolOpeningTest {
    private static final Path IMAGE = Path.of("/pool.img");
    private static final ByteSize IMAGE_SIZE = ByteSize.ofGibibytes(2);
    private static final PoolSpec IN_FILE = PoolSpec.of("file", IMAGE, Optional.of(IMAGE_SIZE));

    private final PoolBench bench = new PoolBench();
    private final Host host = bench.host.ports();
    private final FileTree files = host.files();
    private final List<Mount> mountsBefore = bench.host.mountTable();

    private ThrowableAssertAlternative<StorageException.FailedPrecondition> assertRefused(PoolSpec... specs) {
        return assertThatExceptionOfType(StorageException.FailedPrecondition.class)
                .isThrownBy(() -> bench.open(specs));
    }

    private void assertNothingHeld() {
        assertThat(bench.host.mountTable()).isEqualTo(mountsBefore);
        assertThat(bench.host.loopTable()).isEmpty();
    }

    private static HomeId home(LocalBackend backend) {
        return backend.homes().getFirst().id();
    }

    private Path disk(String name) {
        return bench.host.addDisk(name, IMAGE_SIZE);
    }

    private static PoolSpec on(Path disk) {
        return PoolSpec.of("disk", disk, Optional.empty());
    }

    private PoolSpec formatting(Path disk) {
        return givingUp(disk, bench.host.ports().filesystems().fingerprint(disk));
    }

    private static PoolSpec givingUp(Path disk, String content) {
        return new PoolSpec("disk", disk, Optional.empty(), 1.0, Set.of(content));
    }

    @Test
    void whatIsMadeInAPoolTakesNoMoreSpaceThanIsWrittenToIt() {
        bench.open();

        assertThat(bench.host.faults().calls()).contains("copyOnlyWhatIsWritten " + PoolBench.POOL.resolve("tmp"));
    }

    @Test
    void aDirectoryBecomesAPoolAndKeepsItsId() {
        HomeId first;
        try (LocalBackend backend = bench.open()) {
            first = home(backend);
        }

        try (LocalBackend backend = bench.open()) {
            assertThat(home(backend)).isEqualTo(first);
            assertThat(backend.homes().getFirst().pool()).isEqualTo("default");
            assertThat(backend.homes().getFirst().accessibleFrom()).containsExactly(PoolBench.HERE);
        }
        assertThat(files.list(PoolBench.POOL))
                .containsExactlyInAnyOrder("lock", "pool.json", "snapshots", "tmp", "volumes");
    }

    @Test
    void aPoolIsOpenOnce() {
        LocalBackend open = bench.open();

        assertRefused(PoolBench.SPEC).withMessageContaining("another process has it open");

        open.close();
        bench.open().close();
    }

    @Test
    void theLockGoesWithItsProcess() {
        bench.open();

        bench.host.kill();

        assertThat(bench.open().homes()).hasSize(1);
    }

    @Test
    void aDirectoryWithoutReflinksIsRefusedAndLeftAsItWas() {
        Path directory = Path.of("/ext4");

        assertRefused(PoolSpec.of("plain", directory, Optional.empty()))
                .withMessageContaining("without reflinks")
                .withMessageContaining("pool 'plain'");

        assertThat(files.list(directory)).isEmpty();
    }

    @Test
    void othersFilesInTheDirectoryDoNotMatter() {
        files.createFile(PoolBench.POOL.resolve("README"), new byte[] {1});

        bench.open().close();

        assertThat(files.list(PoolBench.POOL)).contains("README");
    }

    @Test
    void aLinkToADirectoryWillDo() {
        bench.host.addSymbolicLink(Path.of("/link"), PoolBench.POOL);

        bench.open(PoolSpec.of("linked", Path.of("/link"), Optional.empty())).close();

        assertThat(files.list(PoolBench.POOL)).contains("pool.json");
    }

    @Test
    void nothingThereNeedsASize() {
        assertRefused(PoolSpec.of("none", IMAGE, Optional.empty()))
                .withMessageContaining("there is nothing at /pool.img")
                .withMessageContaining("size");
        assertRefused(PoolSpec.of("none", Path.of("/no/such/pool.img"), Optional.of(IMAGE_SIZE)))
                .withMessageContaining("there is no /no/such");
        assertRefused(PoolSpec.of("none", IMAGE, Optional.of(ByteSize.ofMebibytes(299))))
                .withMessageContaining("too small");
        assertThat(files.list(Path.of("/"))).doesNotContain("pool.img", ".pool.img.zonal-making");
    }

    @Test
    void aFileIsMadeFormattedAndMounted() {
        LocalBackend backend = bench.open(IN_FILE);

        assertThat(backend.pools().getFirst().known().usage().total()).isEqualTo(IMAGE_SIZE);
        assertThat(bench.host.loopTable()).hasSize(1);
        Mount mount = bench.host.mountTable().getLast();
        assertThat(mount.target().getParent()).isEqualTo(PoolBench.RUN.resolve("pools"));
        assertThat(mount.target().getFileName().toString()).matches("file-[0-9a-f]{8}");
        assertThat(mount.filesystem()).isEqualTo("xfs");
        assertThat(mount.options()).contains("nouuid");
        assertThat(files.list(Path.of("/"))).contains("pool.img").doesNotContain(".pool.img.zonal-making");
    }

    private PoolSpec sparse(ByteSize size) {
        return new PoolSpec("image", IMAGE, Optional.of(size), true, 1.0, Set.of());
    }

    private long holes() {
        FileStatus image = files.status(IMAGE).orElseThrow();
        return image.sizeBytes() - image.allocatedBytes();
    }

    private Set<String> optionsOfItsMount() {
        return bench.host.mountTable().getLast().options();
    }

    @Test
    void aFileHasItsBlocksAndKeepsThem() {
        try (LocalBackend backend = bench.open(PoolSpec.of("image", IMAGE, Optional.of(IMAGE_SIZE)))) {
            assertThat(holes()).isNotPositive();
            assertThat(optionsOfItsMount()).doesNotContain("discard");
            assertThat(backend.pools()
                            .getFirst()
                            .known()
                            .usage()
                            .backing()
                            .orElseThrow()
                            .holes())
                    .isEqualTo(ByteSize.ZERO);
        }
    }

    @Test
    void aSparseFileTakesWhatIsWrittenAndGivesItBack() {
        try (LocalBackend backend = bench.open(sparse(IMAGE_SIZE))) {
            assertThat(holes()).isGreaterThan(IMAGE_SIZE.bytes() / 2);
            assertThat(optionsOfItsMount()).contains("discard");
            assertThat(backend.pools()
                            .getFirst()
                            .known()
                            .usage()
                            .backing()
                            .orElseThrow()
                            .holes())
                    .isEqualTo(ByteSize.ofBytes(holes()));
        }
    }

    @Test
    void aFileThatHasHolesFromElsewhereIsTakenForASparseOne() {
        bench.open(sparse(IMAGE_SIZE)).close();

        try (LocalBackend backend = bench.open(PoolSpec.of("image", IMAGE, Optional.of(IMAGE_SIZE)))) {
            assertThat(optionsOfItsMount()).contains("discard");
            assertThat(backend.homes()).hasSize(1);
        }
    }

    @Test
    void aFileForWhichItsFilesystemHasNoRoomIsRefusedAndLeavesNothing() {
        bench.host.setSize(Path.of("/"), ByteSize.ofMebibytes(100));

        assertRefused(PoolSpec.of("image", IMAGE, Optional.of(IMAGE_SIZE)))
                .withMessageContaining("has no " + IMAGE_SIZE + " for it")
                .withMessageContaining("--pool-sparse image");

        assertThat(files.list(Path.of("/"))).doesNotContain("pool.img", ".pool.img.zonal-making");
        assertNothingHeld();
    }

    @Test
    void aSparseFileOffersNoMoreThanItsHostHas() {
        bench.host.setSize(Path.of("/"), ByteSize.ofMebibytes(100));
        try (LocalBackend backend = bench.open(sparse(IMAGE_SIZE))) {
            assertThat(backend.capacity(home(backend), Provisioning.THIN).available())
                    .isBetween(ByteSize.ofMebibytes(85), ByteSize.ofMebibytes(92));
        }
    }

    @Test
    void aFileThatCannotBeFormattedIsTakenBack() {
        bench.host.faults().refuse(new Faults.Refusal("format", Errno.EIO));

        assertThatThrownBy(() -> bench.open(IN_FILE)).isInstanceOf(HostException.class);

        assertThat(files.list(Path.of("/"))).noneMatch(name -> name.contains("pool.img"));
        assertThat(bench.host.loopTable()).isEmpty();
    }

    @Test
    void aClosedFileIsUnmountedAndDetachedAndOpensAgain() {
        LocalBackend backend = bench.open(IN_FILE);
        HomeId home = home(backend);

        backend.close();

        assertNothingHeld();
        assertThat(files.list(PoolBench.RUN.resolve("pools"))).isEmpty();
        try (LocalBackend again = bench.open(PoolSpec.of("file", IMAGE, Optional.empty()))) {
            assertThat(home(again)).isEqualTo(home);
        }
    }

    @Test
    void aFileWithVolumesInUseStaysMountedAndOpensAgain() {
        LocalBackend backend = bench.open(IN_FILE);
        Operation.furnish(bench, backend);
        Path device = backend.attach(Operation.source(backend), false);
        backend.close();
        List<LoopDevice> devices = bench.host.loopTable();

        LocalBackend again = bench.open(IN_FILE);

        assertThat(bench.host.loopTable()).isEqualTo(devices).hasSize(2);
        assertThat(again.attached(Operation.source(again), false)).contains(device);
        again.detach(Operation.source(again));
        again.close();
        assertNothingHeld();
    }

    @Test
    void aKilledDriverLeavesDeviceAndMountToTheNext() {
        LocalBackend backend = bench.open(IN_FILE);
        HomeId home = home(backend);
        List<Mount> mounts = bench.host.mountTable();
        List<LoopDevice> devices = bench.host.loopTable();

        bench.host.kill();
        LocalBackend again = bench.open(IN_FILE);

        assertThat(home(again)).isEqualTo(home);
        assertThat(bench.host.mountTable()).isEqualTo(mounts);
        assertThat(bench.host.loopTable()).isEqualTo(devices);
    }

    @Test
    void aFileIsOpenOnce() {
        bench.open(IN_FILE);

        assertRefused(PoolSpec.of("again", IMAGE, Optional.empty()))
                .withMessageContaining("another process has it open");
        assertThat(bench.host.loopTable()).hasSize(1);
    }

    @Test
    void aFileThatIsNoPoolIsRefusedAndLeftAsItWas() {
        files.createSparse(IMAGE, IMAGE_SIZE);
        assertRefused(IN_FILE).withMessageContaining("carries nothing");

        bench.host.scribble(IMAGE, 4096, "precious".getBytes(StandardCharsets.UTF_8));
        assertRefused(new PoolSpec("file", IMAGE, Optional.empty(), 1.0, Set.of("000000000000")))
                .withMessageContaining("carries data");

        assertThat(bench.host.peek(IMAGE, 4096, 8)).isEqualTo("precious".getBytes(StandardCharsets.UTF_8));
        assertNothingHeld();
    }

    @Test
    void aFileThatIsMountedReadOnlyIsRefused() {
        bench.open(IN_FILE).close();
        files.createDirectory(Path.of("/looked-at"));
        LoopDevice device = host.loops().attach(IMAGE, true);
        host.mounts().mount(device.path(), Path.of("/looked-at"), "xfs", List.of("ro"));

        assertRefused(IN_FILE).withMessageContaining("mounted read-only");

        assertThat(bench.host.loopTable()).containsExactly(device);
    }

    @Test
    void aMountpointThatIsTakenIsNamed() {
        LocalBackend backend = bench.open(IN_FILE);
        Path mountpoint = bench.host.mountTable().getLast().target();
        backend.close();
        files.createDirectory(mountpoint);
        host.mounts().bind(Path.of("/ext4"), mountpoint, false);

        assertRefused(IN_FILE).withMessageContaining(mountpoint + " is taken");

        assertThat(bench.host.loopTable()).isEmpty();
    }

    @Test
    void whatWasMountedFromAFileThatIsReplacedGoesWithItsLastUser() {
        LocalBackend before = bench.open(IN_FILE);
        Operation.furnish(bench, before);
        VolumeId volume = Operation.source(before);
        before.attach(volume, false);
        before.close();
        files.deleteFile(IMAGE);

        LocalBackend backend = bench.openAsFarAsPossible(IN_FILE);
        assertThat(backend.pools().getFirst().state().sentence())
                .contains("is taken by a mount of /dev/loop")
                .contains("goes when nothing uses it any more");

        backend.detach(volume);
        bench.clock.advance(Duration.ofMinutes(1));
        backend.pools().getFirst().beat();
        assertThat(backend.pools().getFirst().state()).isInstanceOf(HomeState.Serving.class);
        assertThat(home(backend)).isNotEqualTo(volume.home());
        assertThat(bench.host.loopTable()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unmount", "detach /dev/loop0"})
    void whatCutsThatOffLeavesNoDevice(String step) {
        LocalBackend before = bench.open(IN_FILE);
        Operation.furnish(bench, before);
        before.attach(Operation.source(before), false);
        before.close();
        before.detach(Operation.source(before));
        files.deleteFile(IMAGE);
        bench.host.faults().refuse(new Faults.Refusal(step, Errno.EIO));
        bench.openAsFarAsPossible(IN_FILE).close();
        bench.host.faults().clear();

        try (LocalBackend backend = bench.open(IN_FILE)) {
            assertThat(bench.host.loopTable()).hasSize(1);
            assertThat(backend.volumes(Optional.empty(), 1)).isEmpty();
        }
        assertNothingHeld();
    }

    @Test
    void aBlankDiskIsFormattedOnce() {
        Path disk = disk("sdb");
        LocalBackend backend = bench.open(on(disk));
        HomeId home = home(backend);
        UUID filesystem = bench.host.filesystemId(disk);
        backend.close();
        assertNothingHeld();

        try (LocalBackend again = bench.open(formatting(disk))) {
            assertThat(home(again)).isEqualTo(home);
            assertThat(bench.host.filesystemId(disk)).isEqualTo(filesystem);
        }
    }

    @Test
    void aBtrfsDiskIsTakenAsItIs() {
        Path disk = disk("sdb");
        host.filesystems().format(disk, FilesystemType.BTRFS, List.of());

        bench.open(formatting(disk));

        assertThat(bench.host.mountTable().getLast().filesystem()).isEqualTo("btrfs");
        assertThat(bench.host.mountTable().getLast().options()).doesNotContain("nouuid");
    }

    @Test
    void aDiskThatIsNotBlankIsFormattedOnlyWhereTheOperatorSaysSo() {
        Path written = disk("sdb");
        bench.host.writeDevice(written, 4096, new byte[] {1});
        host.filesystems().flush(written);
        Path ext4 = disk("sdc");
        host.filesystems().format(ext4, FilesystemType.EXT4, List.of());

        for (Path disk : List.of(written, ext4)) {
            assertRefused(on(disk)).withMessageContaining("not blank");
            bench.open(formatting(disk)).close();
        }
        assertNothingHeld();
    }

    @Test
    void aPermissionIsForWhatTheDiskCarriesAndEndsWithIt() {
        Path disk = disk("sdb");
        host.filesystems().format(disk, FilesystemType.EXT4, List.of());
        PoolSpec permitted = formatting(disk);
        bench.open(permitted).close();

        // Another disk comes to bear the name, with the same kind of filesystem on it.
        host.filesystems().format(disk, FilesystemType.EXT4, List.of());
        UUID precious = bench.host.filesystemId(disk);

        assertRefused(permitted)
                .withMessageContaining("carries an ext4 filesystem")
                .withMessageContaining("--pool-format-device " + disk + "="
                        + host.filesystems().fingerprint(disk));
        assertThat(bench.host.filesystemId(disk)).isEqualTo(precious);
        assertNothingHeld();
    }

    @Test
    void thePermissionForAnotherContentIsNone() {
        Path disk = disk("sdb");
        host.filesystems().format(disk, FilesystemType.EXT4, List.of());

        assertRefused(givingUp(disk, "0123456789ab")).withMessageContaining("not blank");
    }

    @Test
    void aPoolWithVolumesThatADriverInAnotherContainerAttachedStaysMounted() {
        LocalBackend backend = bench.open(IN_FILE);
        Operation.furnish(bench, backend);
        backend.attach(Operation.source(backend), false);
        List<Mount> mounts = bench.host.mountTable();
        bench.host.attachedElsewhere();

        backend.close();

        assertThat(bench.host.mountTable()).isEqualTo(mounts);
        LocalBackend again = bench.open(IN_FILE);
        again.detach(Operation.source(again));
        again.close();
        assertNothingHeld();
    }

    @Test
    void aForeignDiskInUseIsNeverFormatted() {
        Path ext4 = Path.of("/dev/ext4disk");

        assertRefused(formatting(ext4)).withMessageContaining("is mounted at /ext4");
    }

    @Test
    void aDiskIsOpenOnce() {
        Path disk = disk("sdb");
        bench.open(on(disk));

        assertRefused(PoolSpec.of("again", disk, Optional.empty())).withMessageContaining("another process");
    }

    @Test
    void aDiskWithoutReflinksIsRefused() {
        Path disk = disk("sdb");
        host.filesystems().format(disk, FilesystemType.XFS, List.of("-m", "reflink=0"));

        assertRefused(on(disk)).withMessageContaining("without reflinks");

        assertNothingHeld();
    }

    @Test
    void somethingElseIsNoPool() {
        assertRefused(PoolSpec.of("root", Path.of("/pool/../dev/../nothing"), Optional.empty()))
                .withMessageContaining("there is nothing at /nothing");
    }

    @Test
    void allPoolsOpenOrNone() {
        Path disk = disk("sdb");

        assertRefused(IN_FILE, on(disk), PoolSpec.of("plain", Path.of("/ext4"), Optional.empty()));

        assertNothingHeld();
        bench.open(IN_FILE, on(disk)).close();
        assertNothingHeld();
    }

    @Test
    void twoPoolsOfOneNameAreRefused() {
        assertRefused(PoolBench.SPEC, PoolBench.SPEC).withMessageContaining("two pools have this name");
    }

    @Test
    void twoCopiesOfOnePoolAreRefused() {
        bench.open(IN_FILE).close();
        files.cloneFile(IMAGE, Path.of("/copy.img"));
        PoolSpec copy = PoolSpec.of("copy", Path.of("/copy.img"), Optional.empty());

        assertRefused(IN_FILE, copy).withMessageContaining("copies of one another");

        assertNothingHeld();
        bench.open(copy).close();
    }

    @Test
    void aFullPoolOpens() {
        LocalBackend backend = bench.open(IN_FILE);
        Operation.furnish(bench, backend);
        Path root = bench.host.mountTable().getLast().target();
        bench.host.setSize(root, ByteSize.ofMebibytes(64));
        backend.close();

        LocalBackend again = bench.open(IN_FILE);

        assertThat(again.volumes(Optional.empty(), 10)).hasSize(2);
        again.deleteVolume(Operation.source(again));
        assertThat(again.volumes(Optional.empty(), 10)).hasSize(1);
    }
}
