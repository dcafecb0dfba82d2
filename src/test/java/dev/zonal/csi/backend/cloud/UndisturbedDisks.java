package dev.zonal.csi.backend.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status.Code;
import java.util.List;

/** How an operation goes when nothing stops it: its calls to the cloud, and what there is before and after. */
record UndisturbedDisks(List<String> calls, CloudPicture before, CloudPicture after) {
    static UndisturbedDisks of(DiskOperation operation, String habits) {
        try (DiskDrill drill = new DiskDrill(operation, habits)) {
            CloudPicture before = CloudPicture.of(drill.driver);
            assertThat(drill.run().code()).isEqualTo(Code.OK);
            List<String> calls = drill.driver.disks.calls.calls();
            drill.settle();
            CloudPicture after = CloudPicture.of(drill.driver);
            operation.meanwhile(drill);
            drill.settle();
            drill.takeDown();
            return new UndisturbedDisks(calls, before, after);
        }
    }
}
