package dev.zonal.csi.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
    private static final HomeId HOME = new HomeId("abcdefg2");
    private static final String STEM = "vol-eqbc4aaz5a4smxbyu2sxpqqr4e";

    static Stream<Arguments> hashes() {
        return Stream.of(
                Arguments.of("vol", "pvc-1", "eqbc4aaz5a4smxbyu2sxpqqr4e"),
                Arguments.of("snap", "pvc-1", "7yzoxbkmw7pr6vjjsfzltepool"),
                Arguments.of("vol", "", "whvnaub66jfbxaahhz6uamlx4f"),
                Arguments.of("vol", "..", "acrjqd423xka7wvasc2xdga7ew"),
                Arguments.of("vol", "a\nb", "fk7vldgpgryjgvpr5plepavz4m"),
                Arguments.of("vol", "a\0b", "xoidkcicwxcgfx4wn5ufulk6vv"),
                Arguments.of("vol", "x".repeat(128), "f5c57sldiouenw7riaplqdyg6v"),
                Arguments.of("vol", "größe-体积", "u7zxeitirxtfjzntw6q4uljdmm"));
    }

    /** The vectors come from Python's hashlib and base64: ids outlive the program that made them. */
    @ParameterizedTest
    @MethodSource("hashes")
    void aNameAlwaysLeadsToTheSameHash(String kind, String name, String hash) {
        assertThat(NameHash.of(kind, name)).isEqualTo(hash);
    }

    @Property
    void everyNameGivesAnIdThatIsSafeInAPath(@ForAll String name) {
        VolumeId volume = VolumeId.of(name, HOME);
        SnapshotId snapshot = SnapshotId.of(name, HOME);

        assertThat(volume.value()).matches("[a-z2-7-]{39}").hasSizeLessThan(128);
        assertThat(snapshot.value()).matches("[a-z2-7-]{40}").hasSizeLessThan(128);
        assertThat(VolumeId.parse(volume.value())).contains(volume);
        assertThat(SnapshotId.parse(snapshot.value())).contains(snapshot);
    }

    @Property
    void anIdIsMadeOfAStemAndAHome(@ForAll String name) {
        VolumeId id = VolumeId.of(name, HOME);

        assertThat(id.stem()).isEqualTo(VolumeId.stemOf(name));
        assertThat(id.home()).isEqualTo(HOME);
        assertThat(id.value()).isEqualTo(id.stem() + "-" + HOME);
    }

    @Test
    void namesThatLookAlikeHaveDifferentIds() {
        Set<String> stems = Stream.of(
                        "a", "A", "a ", " a", "a\n", "a\0", "b", "", "..", ".", "a/b", "a\\b", "ä", "a\u0308")
                .map(VolumeId::stemOf)
                .collect(Collectors.toSet());

        assertThat(stems).hasSize(14);
    }

    @Test
    void aVolumeAndASnapshotOfOneNameShareNothing() {
        String volume = NameHash.of("vol", "same");
        String snapshot = NameHash.of("snap", "same");

        assertThat(volume).isNotEqualTo(snapshot);
        assertThat(VolumeId.stemOf("same")).isNotEqualTo(SnapshotId.stemOf("same"));
    }

    @Test
    void theStemIsTheSameOnEveryHome() {
        VolumeId here = VolumeId.of("pvc-1", HOME);
        VolumeId there = VolumeId.of("pvc-1", new HomeId("22222222"));

        assertThat(here.stem()).isEqualTo(there.stem()).isEqualTo(STEM);
        assertThat(here).isNotEqualTo(there);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "vol",
                "vol-",
                "fake-vol-id",
                "testId",
                "..",
                "../../etc/passwd",
                "/etc/passwd",
                STEM,
                STEM + "-",
                STEM + "-abcdefg",
                STEM + "-abcdefg22",
                STEM + "-abcdefg1",
                STEM + "-ABCDEFG2",
                STEM + "-abcdefg2\n",
                "\n" + STEM + "-abcdefg2",
                STEM + "-abcdefg2\0",
                STEM + "-abcdefg2/..",
                " " + STEM + "-abcdefg2",
                STEM + "-abcdefg2 ",
                "Vol-eqbc4aaz5a4smxbyu2sxpqqr4e-abcdefg2",
                "snap-eqbc4aaz5a4smxbyu2sxpqqr4e-abcdefg2",
                "vol-eqbc4aaz5a4smxbyu2sxpqqr4-abcdefg2",
                "vol-eqbc4aaz5a4smxbyu2sxpqqr4e4-abcdefg2",
                "vol-eqbc4aaz5a4smxbyu2sxpqqr4\u0435-abcdefg2",
                "vol_eqbc4aaz5a4smxbyu2sxpqqr4e_abcdefg2",
            })
    void whatIsNotOfOurGrammarIsNoIdOfAVolume(String text) {
        assertThat(VolumeId.parse(text)).isEmpty();
        assertThatThrownBy(() -> new VolumeId(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anIdOfAVolumeIsNoIdOfASnapshot() {
        String volume = VolumeId.of("a", HOME).value();
        String snapshot = SnapshotId.of("a", HOME).value();

        assertThat(SnapshotId.parse(volume)).isEmpty();
        assertThat(VolumeId.parse(snapshot)).isEmpty();
        assertThatThrownBy(() -> new SnapshotId(volume)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abcdefg",
                "abcdefg22",
                "abcdefg1",
                "abcdefg0",
                "ABCDEFG2",
                "abc-efg2",
                "abcdefg2\n",
                "../../.."
            })
    void whatIsNotEightCharactersOfBase32IsNoHome(String text) {
        assertThat(HomeId.parse(text)).isEmpty();
        assertThatThrownBy(() -> new HomeId(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void noTextBreaksTheParsers(@ForAll String text) {
        assertThat(VolumeId.parse(text)).isEmpty();
        assertThat(SnapshotId.parse(text)).isEmpty();
        assertThat(HomeId.parse(text)).isEmpty();
    }

    @Test
    void idsAreOrderedAsTheirTexts() {
        VolumeId first = VolumeId.of("..", HOME);
        VolumeId second = VolumeId.of("pvc-1", HOME);

        assertThat(first).isLessThan(second);
        assertThat(first).isLessThan(VolumeId.of("..", new HomeId("bbbbbbbb")));
    }
}
