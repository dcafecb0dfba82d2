package dev.zonal.csi.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.SimulatedHost;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class StandInClonesTest {
    private final FileTree files = new SimulatedHost().ports().files();
    private final FileTree rehearsal = StandInClones.over(files);

    @Test
    void whereNothingCanBeClonedAnEmptyFileStandsIn() {
        files.createFile(Path.of("/ext4/source"), new byte[] {1, 2, 3});

        rehearsal.cloneFile(Path.of("/ext4/source"), Path.of("/ext4/clone"));

        assertThat(files.read(Path.of("/ext4/clone"), 10)).isEqualTo(new byte[3]);
    }

    @Test
    void whatCanBeClonedIs() {
        files.createFile(Path.of("/pool/source"), new byte[] {1, 2, 3});

        rehearsal.cloneFile(Path.of("/pool/source"), Path.of("/pool/clone"));

        assertThat(files.read(Path.of("/pool/clone"), 10)).isEqualTo(new byte[] {1, 2, 3});
    }

    @Test
    void everyOtherFailureIsTheSame() {
        assertThatThrownBy(() -> rehearsal.createDirectory(Path.of("/pool")))
                .isInstanceOfSatisfying(
                        HostException.class,
                        failure -> assertThat(failure.errno()).isEqualTo(Errno.EEXIST));
    }
}
