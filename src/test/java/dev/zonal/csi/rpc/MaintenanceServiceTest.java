package dev.zonal.csi.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.v1.FindGarbageRequest;
import dev.zonal.csi.v1.Finding;
import dev.zonal.csi.v1.Finding.Kind;
import dev.zonal.csi.v1.MaintenanceGrpc;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(QuietLogs.class)
class MaintenanceServiceTest {
    private static final Path NOTES = Path.of("/pool/volumes/notes");

    private final ServedDriver driver = new ServedDriver();

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void aFindingSaysWhatWhereHowBigWhyAndHowItGoes() {
        driver.host.ports().files().createFile(NOTES, new byte[4096]);

        assertThat(MaintenanceGrpc.newBlockingStub(driver.channel())
                        .findGarbage(FindGarbageRequest.getDefaultInstance())
                        .getFindingsList())
                .containsExactly(Finding.newBuilder()
                        .setKind(Kind.FILE)
                        .setPath(NOTES.toString())
                        .setSizeBytes(driver.host
                                .ports()
                                .files()
                                .status(NOTES)
                                .orElseThrow()
                                .allocatedBytes())
                        .setReason("its name is no id of this pool")
                        .setAdvice("look what it holds before it goes")
                        .setCommand("rm -r -- " + NOTES)
                        .build());
    }
}
