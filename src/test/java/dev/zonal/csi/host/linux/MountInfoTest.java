package dev.zonal.csi.host.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.host.Mount;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MountInfoTest {
    private static final String TABLE = """
            22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard
            30 22 0:5 / /dev rw,nosuid shared:2 - devtmpfs devtmpfs rw,size=12302040k
            36 22 7:3 / /mnt/a\\040b rw,noatime master:1 - ext4 /dev/loop3 rw,errors=continue
            41 30 0:5 /loop4 /var/target ro,nosuid - devtmpfs devtmpfs rw,size=12302040k
            42 22 7:5 / /mnt/stack rw - xfs /dev/loop5 rw
            43 42 0:40 /sub /mnt/stack rw propagate_from:3 unbindable - btrfs /dev/loop6 rw,subvol=/
            """;

    private final MountInfo table = MountInfo.parse(TABLE);

    @Test
    void readsEveryField() {
        MountInfo.Entry entry = table.withId(36).orElseThrow();

        assertThat(entry)
                .isEqualTo(new MountInfo.Entry(
                        36,
                        7 << 8 | 3,
                        false,
                        new Mount(
                                Path.of("/mnt/a b"),
                                "/",
                                "/dev/loop3",
                                "ext4",
                                Set.of("rw", "noatime", "errors=continue"))));
    }

    @Test
    void knowsWhatIsShared() {
        assertThat(table.withId(22).orElseThrow().shared()).isTrue();
        assertThat(table.withId(36).orElseThrow().shared())
                .as("a slave only receives")
                .isFalse();
        assertThat(table.withId(43).orElseThrow().shared()).isFalse();
    }

    @Test
    void aReadOnlyBindIsReadOnly() {
        assertThat(table.withId(41).orElseThrow().mount().options())
                .contains("ro")
                .doesNotContain("rw");
    }

    @ParameterizedTest
    @CsvSource({"rw, rw, rw", "ro, rw, ro", "ro, ro, ro", "rw, ro, rw ro"})
    void aMountSaysWhetherItLetsWritesThroughAndWhetherTheyFail(String mount, String filesystem, String said) {
        String line = "36 22 7:3 / /mnt %s - ext4 /dev/loop3 %s".formatted(mount, filesystem);

        Mount read = MountInfo.parse(line).entries().getFirst().mount();

        assertThat(read.options()).containsExactlyInAnyOrder(said.split(" "));
    }

    @Test
    void findsTheTopmostAtAPath() {
        assertThat(table.at(Path.of("/mnt/stack")).orElseThrow().id()).isEqualTo(43);
        assertThat(table.at(Path.of("/mnt"))).isEmpty();
    }

    @Test
    void findsWhatShowsADevice() {
        assertThat(table.showing(Path.of("/dev/loop4"), DeviceNumber.of(7, 4)))
                .extracting(Mount::target)
                .containsExactly(Path.of("/var/target"));
        assertThat(table.showing(Path.of("/dev/loop6"), DeviceNumber.of(7, 6)))
                .extracting(Mount::target)
                .containsExactly(Path.of("/mnt/stack"));
        assertThat(table.showing(Path.of("/dev/other-name-of-loop5"), DeviceNumber.of(7, 5)))
                .extracting(Mount::target)
                .containsExactly(Path.of("/mnt/stack"));
        assertThat(table.showing(Path.of("/dev/loop7"), DeviceNumber.of(7, 7))).isEmpty();
    }

    @Property
    void readsBackWhatTheKernelEscapes(
            @ForAll("names") String target, @ForAll("names") String root, @ForAll("names") String source) {
        String line = "36 22 7:3 /%s /%s rw - ext4 %s rw".formatted(escaped(root), escaped(target), escaped(source));

        List<MountInfo.Entry> entries = MountInfo.parse(line).entries();

        assertThat(entries).singleElement().satisfies(entry -> {
            assertThat(entry.mount().target()).isEqualTo(Path.of("/" + target));
            assertThat(entry.mount().root()).isEqualTo("/" + root);
            assertThat(entry.mount().source()).isEqualTo(source);
        });
    }

    /** As the kernel's seq_path does: blank, tab, newline, backslash and hash as three octal digits. */
    private static String escaped(String name) {
        StringBuilder escaped = new StringBuilder();
        name.chars().forEach(c -> escaped.append(" \t\n\\#".indexOf(c) >= 0 ? "\\%03o".formatted(c) : (char) c));
        return escaped.toString();
    }

    @Provide
    static Arbitrary<String> names() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars(" \t\n\\#-:,=0123/äß€")
                .ofMinLength(1)
                .ofMaxLength(40);
    }

    @Property
    void neverFailsOnAnyText(@ForAll String text) {
        assertThat(MountInfo.parse(text).entries()).hasSizeLessThanOrEqualTo(text.length());
    }

    @Property
    void neverFailsOnATruncatedTable(@ForAll @IntRange(max = 500) int length) {
        String cut = TABLE.substring(0, Math.min(length, TABLE.length()));

        assertThat(MountInfo.parse(cut).entries()).hasSizeLessThanOrEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "", ":3", "7:", "a:b", "7:3:1", "-1:0", "4294967296:0", "4096:0", "7:1048576"})
    void leavesALineOutWhoseDeviceIsNone(String device) {
        String line = "36 22 %s / /a rw - ext4 /dev/sda rw".formatted(device);

        assertThat(MountInfo.parse(line).entries()).isEmpty();
    }

    @Test
    void leavesABrokenEscapeAsItIs() {
        assertThat(MountInfo.unescape("a\\04")).isEqualTo("a\\04");
        assertThat(MountInfo.unescape("a\\999")).isEqualTo("a\\999");
        assertThat(MountInfo.unescape("\\303\\244")).isEqualTo("ä");
    }

    @Test
    void aQuotedOptionKeepsItsCommas() {
        assertThat(MountInfo.words("rw,context=\"u:object_r:t:s0:c1,c2\",,seclabel"))
                .containsExactlyInAnyOrder("rw", "context=\"u:object_r:t:s0:c1,c2\"", "seclabel");
    }
}
