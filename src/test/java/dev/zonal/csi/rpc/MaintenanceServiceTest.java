package dev.zonal.csi.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.v1.CollectGarbageRequest;
import dev.zonal.csi.v1.Finding;
import dev.zonal.csi.v1.Finding.Kind;
import dev.zonal.csi.v1.Finding.Outcome;
import dev.zonal.csi.v1.MaintenanceGrpc;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.util.List;
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

    private List<Finding> collect(boolean apply, String... named) {
        return MaintenanceGrpc.newBlockingStub(driver.channel())
                .collectGarbage(CollectGarbageRequest.newBuilder()
                        .setApply(apply)
                        .addAllNamed(List.of(named))
                        .build())
                .getFindingsList();
    }

    @Test
    void aFindingSaysWhatWhereHowBigAndWhy() {
        driver.host.ports().files().createFile(NOTES, new byte[4096]);

        List<Finding> found = collect(true);

        assertThat(found)
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
                        .setOutcome(Outcome.TO_BE_NAMED)
                        .setDetail("look what it holds before it goes")
                        .build());
        assertThat(collect(true, NOTES.toString()))
                .extracting(Finding::getOutcome)
                .containsExactly(Outcome.REMOVED);
    }

    @Test
    void aNameWithoutApplyIsInvalidAndOneThatIsNoFindingIsNotFound() {
        Status unapplied = Requests.refusal(() -> collect(false, NOTES.toString()));
        Status unknown = Requests.refusal(() -> collect(true, "/etc/passwd"));

        assertThat(unapplied.getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(unapplied.getDescription()).startsWith("named:");
        assertThat(unknown.getCode()).isEqualTo(Code.NOT_FOUND);
        assertThat(unknown.getDescription()).contains("/etc/passwd").contains("nothing was removed");
    }
}
