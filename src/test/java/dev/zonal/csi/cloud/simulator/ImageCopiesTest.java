package dev.zonal.csi.cloud.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.host.Commands;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.SimulatedHost;
import dev.zonal.csi.model.ByteSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ImageCopiesTest {
    private static final ByteSize SIZE = ByteSize.ofMebibytes(1);

    private final SimulatedHost host = new SimulatedHost();
    private final List<List<String>> commands = new ArrayList<>();

    private ImageCopies copies(int exitCode) {
        return new ImageCopies(host.ports().files(), new Commands() {
            @Override
            public Result run(Duration timeout, List<String> command) {
                commands.add(command);
                return new Result(exitCode, "no space");
            }

            @Override
            public boolean isInstalled(String program) {
                return true;
            }
        });
    }

    @Test
    void extentsAreSharedWhereTheyCanBe() {
        host.ports().files().createSparse(Path.of("/pool/a"), SIZE);

        copies(0).copy(Path.of("/pool/a"), Path.of("/pool/b"));

        assertThat(host.ports().files().status(Path.of("/pool/b"))).isPresent();
        assertThat(commands).isEmpty();
    }

    @Test
    void elsewhereTheBytesAreCopiedAndHolesStayHoles() {
        host.ports().files().createSparse(Path.of("/ext4/a"), SIZE);

        copies(0).copy(Path.of("/ext4/a"), Path.of("/ext4/b"));

        assertThat(commands).containsExactly(List.of("cp", "--sparse=always", "--", "/ext4/a", "/ext4/b"));
        assertThatThrownBy(() -> copies(1).copy(Path.of("/ext4/a"), Path.of("/ext4/c")))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("no space");
    }

    @Test
    void aSourceThatIsGoneIsNotCopied() {
        assertThatThrownBy(() -> copies(0).copy(Path.of("/pool/none"), Path.of("/pool/b")))
                .isInstanceOf(HostException.class);
        assertThat(commands).isEmpty();
    }
}
