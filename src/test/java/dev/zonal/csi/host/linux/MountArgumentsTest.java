package dev.zonal.csi.host.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MountArgumentsTest {
    /** The numbers of include/uapi/linux/mount.h. */
    @ParameterizedTest
    @CsvSource({
        "ro, 1",
        "nosuid, 2",
        "nodev, 4",
        "noexec, 8",
        "sync, 16",
        "dirsync, 128",
        "nosymfollow, 256",
        "noatime, 1024",
        "nodiratime, 2048",
        "silent, 32768",
        "relatime, 2097152",
        "strictatime, 16777216",
        "lazytime, 33554432"
    })
    void knowsTheKernelsFlags(String word, long flag) {
        assertThat(MountArguments.of(List.of(word))).isEqualTo(new MountArguments(flag, ""));
    }

    @Test
    void handsTheRestToTheFilesystemInOrder() {
        assertThat(MountArguments.of(List.of("noatime", "commit=30", "ro", "data=ordered")))
                .isEqualTo(new MountArguments(1 | 1024, "commit=30,data=ordered"));
    }

    @Test
    void theLaterOfTwoCounts() {
        assertThat(MountArguments.of(List.of("ro", "rw")).flags()).isZero();
        assertThat(MountArguments.of(List.of("rw", "ro")).flags()).isEqualTo(MountArguments.READ_ONLY);
    }

    @Test
    void splitsWhatWasWrittenAsOneWord() {
        assertThat(MountArguments.of(List.of("ro, nosuid,,discard"))).isEqualTo(new MountArguments(3, "discard"));
    }

    @Test
    void keepsWordsOfFstabFromTheKernel() {
        assertThat(MountArguments.of(List.of("defaults", "_netdev", "nofail", "x-systemd.automount")))
                .isEqualTo(new MountArguments(0, ""));
    }

    @Property
    void noFlagReachesTheFilesystemAndNoWordIsLost(
            @ForAll @Size(max = 10) List<@net.jqwik.api.From("words") String> words) {
        MountArguments options = MountArguments.of(words);

        long expected = words.stream().filter(word -> word.startsWith("data")).count();
        assertThat(options.data().isEmpty() ? 0 : options.data().split(",", -1).length)
                .isEqualTo((int) expected);
        assertThat(options.data()).doesNotContain("noatime", "nosuid");
    }

    @Provide
    static Arbitrary<String> words() {
        return Arbitraries.of("ro", "rw", "noatime", "nosuid", "suid", "data=ordered", "data2", "defaults");
    }
}
