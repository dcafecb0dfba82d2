package dev.zonal.csi.host.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.host.Commands;
import dev.zonal.csi.host.CountedPrograms;
import dev.zonal.csi.host.Filesystems;
import dev.zonal.csi.host.LoopDevice;
import dev.zonal.csi.host.LoopDevices;
import dev.zonal.csi.host.Mounts;
import dev.zonal.csi.host.ProbeResult;
import dev.zonal.csi.host.ProcessCommands;
import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.host.RealPool;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An ext4 on a blank device, that mkfs was run for once and no more: the tools of e2fsprogs judge it. */
@RealHost
final class Ext4TemplateIT {
    @RegisterExtension
    static final RealPool POOL = RealPool.xfs();

    private static final Commands TOOLS = new ProcessCommands();

    @TempDir
    Path folder;

    private final LoopDevices loops = LinuxHost.loopDevices();
    private final Mounts mounts = LinuxHost.mounts();
    private final CountedPrograms programs = new CountedPrograms();
    private final Filesystems filesystems = LinuxHost.filesystems(programs, programs);
    private int images;

    private LoopDevice blank(ByteSize size) {
        Path image = POOL.fresh("image-" + images++);
        LinuxHost.fileTree().createSparse(image, size);
        return loops.attach(image, false);
    }

    private LoopDevice formattedBlank(ByteSize size, String... options) {
        LoopDevice device = blank(size);
        filesystems.formatBlank(device.path(), FilesystemType.EXT4, List.of(options));
        filesystems.flush(device.path());
        return device;
    }

    private static String told(String... command) {
        Commands.Result result = TOOLS.run(Duration.ofMinutes(1), List.of(command));
        assertThat(result.exitCode()).as(result.output()).isZero();
        return result.output();
    }

    /** All that dumpe2fs knows, but for what is each filesystem's own. */
    private static List<String> layout(LoopDevice device) {
        return told("dumpe2fs", device(device))
                .lines()
                .filter(line -> !line.matches("(Filesystem UUID|Directory Hash Seed|.*Checksum.*|.*checksum.*):.*"))
                .filter(line -> !line.matches("(Filesystem created|Last write time|Last checked):.*"))
                .map(line -> line.replaceAll("csum 0x[0-9a-f]+", "csum"))
                .toList();
    }

    private static String line(LoopDevice device, String name) {
        return told("dumpe2fs", "-h", device(device))
                .lines()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 64, 100, 1024, 10 * 1024})
    void isWhatMkfsMakes(int mebibytes) {
        ByteSize size = ByteSize.ofMebibytes(mebibytes);
        LoopDevice byMkfs = blank(size);
        filesystems.format(byMkfs.path(), FilesystemType.EXT4, List.of("-O", "metadata_csum_seed"));

        LoopDevice first = formattedBlank(size);
        LoopDevice second = formattedBlank(size);

        assertThat(programs.started())
                .as("mkfs on the device, and for the template")
                .isEqualTo(2);
        for (LoopDevice device : List.of(first, second)) {
            told("e2fsck", "-f", "-n", device(device));
            assertThat(filesystems.probe(device.path()))
                    .isEqualTo(new ProbeResult.Filesystem(FilesystemType.EXT4, size, false));
            assertThat(layout(device)).isEqualTo(layout(byMkfs));
        }
    }

    @Test
    void eachHasAUuidAndASeedOfItsOwnInEveryCopy() {
        LoopDevice first = formattedBlank(ByteSize.ofGibibytes(1));
        LoopDevice second = formattedBlank(ByteSize.ofGibibytes(1));

        for (String name : List.of("Filesystem UUID", "Directory Hash Seed")) {
            assertThat(line(first, name)).isNotEqualTo(line(second, name));
        }
        List<String> copies = copies(second);
        assertThat(copies).hasSizeGreaterThan(3);
        for (String block : copies) {
            assertThat(told("dumpe2fs", "-h", "-o", "superblock=" + block, "-o", "blocksize=4096", device(second)))
                    .contains(line(second, "Filesystem UUID"), line(second, "Directory Hash Seed"));
        }
    }

    private static List<String> copies(LoopDevice device) {
        return Pattern.compile("Backup superblock at (\\d+)")
                .matcher(told("dumpe2fs", device(device)))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static String device(LoopDevice device) {
        return device.path().toString();
    }

    @Test
    void bothAreMountedBesideEachOtherAndKeepWhatIsWritten() throws Exception {
        LoopDevice first = formattedBlank(ByteSize.ofMebibytes(64));
        LoopDevice second = formattedBlank(ByteSize.ofMebibytes(64));
        Path here = POOL.mountpoint();
        Path there = POOL.mountpoint();

        mounts.mount(first.path(), here, "ext4", List.of());
        mounts.mount(second.path(), there, "ext4", List.of());
        Files.writeString(here.resolve("file"), "first");
        Files.writeString(there.resolve("file"), "second");
        mounts.unmount(here);
        mounts.unmount(there);

        told("e2fsck", "-f", "-n", device(first));
        told("e2fsck", "-f", "-n", device(second));
        mounts.mount(first.path(), here, "ext4", List.of());
        assertThat(here.resolve("file")).hasContent("first");
        mounts.unmount(here);
    }

    @Test
    void growsLikeAnyOther() {
        Path image = POOL.fresh("grown");
        LinuxHost.fileTree().createSparse(image, ByteSize.ofMebibytes(64));
        LoopDevice device = loops.attach(image, false);
        filesystems.formatBlank(device.path(), FilesystemType.EXT4, List.of());
        LinuxHost.fileTree().resize(image, ByteSize.ofGibibytes(1));
        loops.refreshSize(device);

        filesystems.growUnmounted(device.path(), FilesystemType.EXT4);

        assertThat(filesystems.probe(device.path()))
                .isEqualTo(new ProbeResult.Filesystem(FilesystemType.EXT4, ByteSize.ofGibibytes(1), false));
        told("e2fsck", "-f", "-n", device(device));
    }

    @Test
    void whatNamesOptionsIsMadeByMkfsEachTime() {
        LoopDevice first = formattedBlank(ByteSize.ofMebibytes(64), "-L", "label");
        LoopDevice second = formattedBlank(ByteSize.ofMebibytes(64), "-O", "^has_journal");

        assertThat(line(first, "Filesystem volume name")).contains("label");
        assertThat(line(second, "Filesystem features")).doesNotContain("has_journal");
        assertThat(programs.started()).isEqualTo(2);
    }

    /** As hosts have it whose administrator, or distribution, wants no checksums in new filesystems. */
    @Test
    void isMadeWhereTheHostsMkfsMakesNoChecksums() throws Exception {
        Path conf = Files.writeString(folder.resolve("mke2fs.conf"), """
                [defaults]
                base_features = sparse_super,filetype,resize_inode,dir_index,ext_attr
                [fs_types]
                ext4 = {
                features = has_journal,extent,huge_file,flex_bg,uninit_bg,dir_nlink,extra_isize
                }
                """);
        Commands configured = new Commands() {
            @Override
            public boolean isInstalled(String program) {
                return TOOLS.isInstalled(program);
            }

            @Override
            public Result run(Duration timeout, List<String> command) {
                return TOOLS.run(
                        timeout,
                        Stream.concat(Stream.of("env", "MKE2FS_CONFIG=" + conf), command.stream())
                                .toList());
            }
        };
        LoopDevice device = blank(ByteSize.ofMebibytes(64));

        LinuxHost.filesystems(configured, programs).formatBlank(device.path(), FilesystemType.EXT4, List.of());

        told("e2fsck", "-f", "-n", device(device));
        assertThat(line(device, "Filesystem features")).doesNotContain("metadata_csum");
    }

    @Test
    void aLargeOneIsMadeByMkfs() {
        LoopDevice device = formattedBlank(ByteSize.ofGibibytes(300));

        assertThat(programs.started()).isEqualTo(1);
        assertThat(filesystems.probe(device.path()))
                .isEqualTo(new ProbeResult.Filesystem(FilesystemType.EXT4, ByteSize.ofGibibytes(300), false));
    }
}
