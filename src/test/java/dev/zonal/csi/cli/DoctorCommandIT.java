package dev.zonal.csi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.host.RealPool;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RealHost
final class DoctorCommandIT {
    @RegisterExtension
    static final RealPool POOL = RealPool.xfs();

    @Test
    void thisHostIsFitAndLeftAsItWas() {
        Shell.Answer answer = Shell.run("doctor", "--pool", POOL.path().toString());

        assertThat(answer.err()).isEmpty();
        assertThat(answer.exitCode()).isZero();
        assertThat(answer.out())
                .contains("attached with direct I/O, and detached", "was cloned without copying", "This host is fit");
        assertThat(POOL.path()).isEmptyDirectory();
        assertThat(Path.of("/var/tmp").toFile().list((_, name) -> name.startsWith(".zonal")))
                .isEmpty();
    }

    @Test
    void aFolderWithoutReflinkIsAProblemWithItsRemedy() throws Exception {
        Path plain = Files.createTempDirectory(Path.of("/dev/shm"), "doctor");
        try {
            Shell.Answer answer = Shell.run("doctor", "--pool", plain.toString(), "-o", "json");

            assertThat(answer.exitCode()).isEqualTo(9);
            assertThat(answer.out()).contains("\"fit\" : false", "\"subject\" : \"reflink\"", "mkfs.xfs -m reflink=1");
            assertThat(plain).isEmptyDirectory();
        } finally {
            Files.delete(plain);
        }
    }
}
