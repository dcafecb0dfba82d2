package dev.zonal.csi.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.host.Mount;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountOptionsInForceTest {
    /** What a kernel shows, each line as it was seen there, after a mount with the options beside it. */
    @ParameterizedTest
    @CsvSource({
        "ext4,  rw relatime,                                                        ''",
        "ext4,  rw relatime,                                                        relatime commit=5",
        "ext4,  rw relatime,                                                        noatime atime delalloc acl",
        "ext4,  rw,                                                                 strictatime",
        "ext4,  rw relatime errors=remount-ro data=ordered,                         ''",
        "ext4,  rw relatime errors=remount-ro data=ordered,                         errors=remount-ro",
        "ext4,  rw nosuid noatime nodiratime sync dirsync lazytime discard commit=20,"
                + " noatime nodiratime nosuid sync dirsync lazytime discard commit=20",
        "xfs,   rw relatime inode64 logbufs=8 logbsize=32k noquota,                 nouuid",
        "btrfs, rw relatime discard=async space_cache=v2 subvolid=5 subvol=/,       discard",
        "btrfs, rw relatime discard=async space_cache=v2 subvolid=5 subvol=/,       ''",
        "ext4,  rw relatime,                                                        context=u:r:t:s0",
        "xfs,   rw relatime seclabel,                                               ''",
        "xfs,   rw relatime context=u:r:t:s0,                                       context=\"u:r:t:s0\""
    })
    void whatIsRepeatedAgrees(String filesystem, String shown, String asked) {
        assertThat(inForce(filesystem, shown).agreesWith(asked(asked, filesystem)))
                .isTrue();
        assertThat(inForce(filesystem, shown).includes(asked(asked, filesystem)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "ext4, rw relatime,                    noatime",
        "ext4, rw,                             ''",
        "ext4, rw relatime nosuid,             ''",
        "ext4, rw relatime,                    nosuid",
        "ext4, rw relatime discard,            discard nodiscard",
        "ext4, rw relatime commit=20,          commit=20 commit=30",
        "ext4, rw relatime data=ordered,       data=writeback",
        "xfs,  rw relatime seclabel,           context=u:r:t:s0",
        "xfs,  rw relatime context=u:r:t:s0,   context=u:r:other:s0",
        "xfs,  rw relatime context=u:r:t:s0,   ''"
    })
    void whatIsAskedOtherwiseDoesNot(String filesystem, String shown, String asked) {
        assertThat(inForce(filesystem, shown).agreesWith(asked(asked, filesystem)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "rw noatime nosuid,                  nosuid,           true",
        "rw noatime nosuid,                  noexec,           false",
        "rw relatime context=u:r:t:s0,       '',               true",
        "rw relatime context=u:r:t:s0,       context=u:r:o:s0, false",
        "rw relatime commit=20,              commit=30,        false"
    })
    void someOfThemAreIncluded(String shown, String asked, boolean included) {
        assertThat(inForce("ext4", shown).includes(asked(asked, "ext4"))).isEqualTo(included);
    }

    private static MountOptionsInForce inForce(String filesystem, String shown) {
        return MountOptionsInForce.of(
                new Mount(Path.of("/m"), "/", "/dev/loop0", filesystem, Set.of(shown.split(" "))));
    }

    private static MountOptionsInForce asked(String words, String filesystem) {
        return MountOptionsInForce.of(words.isEmpty() ? List.of() : List.of(words.split(" ")), filesystem);
    }
}
