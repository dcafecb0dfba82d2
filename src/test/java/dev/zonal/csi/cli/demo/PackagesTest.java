package dev.zonal.csi.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.host.Commands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PackagesTest {
    private final List<String> said = new ArrayList<>();

    /** A Debian whose lists of packages may be old: then nothing can be installed before an update. */
    private static final class Debian implements Commands {
        private final Set<String> programs;
        private final List<String> calls = new ArrayList<>();
        private boolean listsAreFresh;
        private final boolean offersXfs;

        Debian(Set<String> programs, boolean listsAreFresh, boolean offersXfs) {
            this.programs = new HashSet<>(programs);
            this.listsAreFresh = listsAreFresh;
            this.offersXfs = offersXfs;
        }

        @Override
        public Result run(Duration timeout, List<String> command) {
            calls.add(String.join(" ", command));
            if (command.contains("update")) {
                listsAreFresh = true;
                return new Result(0, "");
            }
            if (!listsAreFresh || !offersXfs) {
                return new Result(100, "Reading package lists...\nE: Unable to locate package xfsprogs\n");
            }
            programs.add("mkfs.xfs");
            return new Result(0, "");
        }

        @Override
        public boolean isInstalled(String program) {
            return programs.contains(program);
        }
    }

    @Test
    void onlyWhatThePoolNeedsIsMissing() {
        Debian debian = new Debian(Set.of("mkfs.ext4", "apt-get"), true, true);

        assertThat(new Packages(debian).missing(true)).isEqualTo(Map.of("e2fsck", "e2fsprogs", "mkfs.xfs", "xfsprogs"));
        assertThat(new Packages(debian).missing(false)).isEqualTo(Map.of("e2fsck", "e2fsprogs"));
    }

    @Test
    void aPackageIsInstalledByNameAndSaidSo() {
        Debian debian = new Debian(Set.of("apt-get"), true, true);

        new Packages(debian).install(Map.of("mkfs.xfs", "xfsprogs"), said::add);

        assertThat(said).containsExactly("Installing xfsprogs (missing: mkfs.xfs) …");
        assertThat(debian.calls)
                .containsExactly("env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install"
                        + " xfsprogs");
    }

    @Test
    void oldListsAreRenewedOnce() {
        Debian debian = new Debian(Set.of("apt-get"), false, true);

        new Packages(debian).install(Map.of("mkfs.xfs", "xfsprogs"), said::add);

        assertThat(debian.calls).hasSize(3).element(1).asString().endsWith("update");
        assertThat(debian.isInstalled("mkfs.xfs")).isTrue();
    }

    @Test
    void whatCannotBeInstalledIsSaidInAptsWords() {
        Debian debian = new Debian(Set.of("apt-get"), true, false);

        assertThatThrownBy(() -> new Packages(debian).install(Map.of("mkfs.xfs", "xfsprogs"), said::add))
                .isInstanceOf(DemoFailure.class)
                .hasMessage("apt-get could not install xfsprogs: E: Unable to locate package xfsprogs");
    }

    @Test
    void withoutAptThePersonIsToldWhatToInstall() {
        Debian debian = new Debian(Set.of(), true, true);

        assertThatThrownBy(() -> new Packages(debian).install(Map.of("mkfs.xfs", "xfsprogs"), said::add))
                .isInstanceOf(DemoFailure.class)
                .hasMessageContaining("install what brings mkfs.xfs (in Debian: xfsprogs)");
        assertThat(debian.calls).isEmpty();
    }
}
