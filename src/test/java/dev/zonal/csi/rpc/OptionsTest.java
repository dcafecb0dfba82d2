package dev.zonal.csi.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.StorageException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of mount and mkfs options is passed on, and that nothing else ever is. */
final class OptionsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EXT4  | noatime,nodiratime,lazytime,nosuid,nodev,noexec,ro,sync,dirsync,discard",
                "EXT4  | data=ordered,commit=30,errors=remount-ro,journal_checksum,noinit_itable",
                "XFS   | allocsize=64k,inode64,largeio,logbsize=256k,noquota,nouuid",
                "BTRFS | compress=zstd:3,autodefrag,commit=60,ssd,discard=async,space_cache=v2,compress",
                "EXT4  | context=system_u:object_r:container_file_t:s0",
                "XFS   | 'context=\"system_u:object_r:container_file_t:s0:c1,c2\",noatime'",
            })
    void mountOptionsThatArePassedOn(FilesystemType type, String options) {
        assertThat(String.join(",", MountOptions.parse("f", List.of(options), Optional.of(type))))
                .isEqualTo(options);
        assertThat(MountOptions.parse("f", List.of(options), Optional.empty())).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EXT4  | errors=panic       | has a value that 'errors' does not take for ext4",
                "EXT4  | data               | has a value that 'data' does not take for ext4",
                "EXT4  | inode64            | is not among the mount options that are passed on for ext4",
                "EXT4  | noatme             | did you mean 'noatime'?",
                "EXT4  | noatime=1          | has a value that",
                "EXT4  | journal_path=/dev/sda | is not among",
                "EXT4  | context=/etc       | has a value",
                "XFS   | logdev=/dev/sda    | is not among",
                "XFS   | rtdev=/dev/sda     | is not among",
                "BTRFS | subvol=/x          | is not among",
                "BTRFS | device=/dev/sda    | is not among",
                "EXT4  | remount            | is not among",
                "EXT4  | bind               | is not among",
                "EXT4  | loop               | is not among",
                "EXT4  | x-systemd.automount | is not among",
            })
    void mountOptionsThatAreNot(FilesystemType type, String option, String reason) {
        assertThatThrownBy(() -> MountOptions.parse("f", List.of("noatime", option), Optional.of(type)))
                .isInstanceOf(StorageException.InvalidArgument.class)
                .hasMessageStartingWith("f: '" + option + "'")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EXT4  | -m 0 -N 1000 -i 16384 -I 256 -O ^has_journal,metadata_csum -L data",
                "EXT4  | -E lazy_itable_init=0,nodiscard -m 0.5",
                "EXT4  | -m0",
                "XFS   | -i size=512,maxpct=25 -d agcount=4 -l size=64m -n size=8192 -L data",
                "BTRFS | -n 16384 -O no-holes,^extref -L data-1",
                "XFS   | ''",
            })
    void mkfsOptionsThatArePassedOn(FilesystemType type, String text) {
        assertThat(MkfsOptions.parse("f", text, Set.of(type))).hasSize(words(text));
        assertThat(MkfsOptions.parse("f", text, Set.of())).hasSize(words(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EXT4  | -F 1                     | '-F' is not among the options that are passed on to mkfs.ext4",
                "EXT4  | -m                       | has to be options with one value each",
                "EXT4  | -m 500                   | '500' is not a value",
                "EXT4  | -b 1024                  | '-b' is not among",
                "EXT4  | -J device=/dev/sda       | '-J' is not among",
                "EXT4  | -d /etc                  | '-d' is not among",
                "EXT4  | -E offset=4096           | 'offset=4096' is not a value",
                "EXT4  | -O journal_dev           | 'journal_dev' is not a value",
                "EXT4  | -L ../x                  | '../x' is not a value",
                "EXT4  | -L -m                    | '-m' is not a value",
                "EXT4  | 0 -m                     | '0' is not among",
                "XFS   | -d file,name=disk        | is not a value",
                "XFS   | -d agcount=4,name=/dev/x | is not a value",
                "XFS   | -l logdev=/dev/sda       | is not a value",
                "XFS   | -m reflink=0             | '-m' is not among",
                "XFS   | -L waytoolonglabel       | is not a value",
                "BTRFS | -r /etc                  | '-r' is not among",
                "BTRFS | -d raid1                 | '-d' is not among",
            })
    void mkfsOptionsThatAreNot(FilesystemType type, String text, String reason) {
        assertThatThrownBy(() -> MkfsOptions.parse("f", text, Set.of(type)))
                .isInstanceOf(StorageException.InvalidArgument.class)
                .hasMessageStartingWith("f: ")
                .hasMessageContaining(reason);
    }

    /** As many as a map of 4 KiB holds: what separates options looks for the quotes around each comma. */
    @Test
    void nothingButQuotesAndCommasIsRefusedToo() {
        for (String text : List.of("\"".repeat(4096), ",\"".repeat(2048), ",".repeat(4095) + "x", "\",".repeat(2048))) {
            assertThatThrownBy(() -> MountOptions.parse("mountOptions", List.of(text), Optional.empty()))
                    .isInstanceOf(StorageException.InvalidArgument.class);
        }
    }

    @Test
    void whereTheFilesystemIsOpenItIsEnoughThatOneTakesThem() {
        assertThat(MkfsOptions.parse("f", "-i size=512", Set.of())).containsExactly("-i", "size=512");
        assertThatThrownBy(() -> MkfsOptions.parse("f", "-i size=512 -m 0", Set.of()))
                .hasMessageContaining("mkfs.ext4")
                .hasMessageContaining("mkfs.xfs");
    }

    /** Whatever is written there: what passes names no path and no shell's word. */
    @Property(tries = 3000)
    void nothingThatPassesNamesAPath(@ForAll String text, @ForAll FilesystemType type) {
        for (String candidate : List.of(text, "-L " + text, "-d " + text, "context=" + text, "data=" + text)) {
            try {
                assertThat(MkfsOptions.parse("f", candidate, Set.of(type)))
                        .allMatch(word -> word.matches("-[A-Za-z]|[A-Za-z0-9_.,=^:+-]+"));
            } catch (StorageException.InvalidArgument refused) {
                assertThat(refused).hasMessageStartingWith("f: ");
            }
            try {
                assertThat(MountOptions.parse("f", List.of(candidate), Optional.of(type)))
                        .allMatch(option -> option.matches("[A-Za-z0-9_.,=:+\"-]+"));
            } catch (StorageException.InvalidArgument refused) {
                assertThat(refused).hasMessageStartingWith("f: ");
            }
        }
    }

    private static int words(String text) {
        return text.isEmpty() ? 0 : text.equals("-m0") ? 2 : text.split(" ", -1).length;
    }
}
