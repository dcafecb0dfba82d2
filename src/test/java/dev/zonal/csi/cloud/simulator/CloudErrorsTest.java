package dev.zonal.csi.cloud.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.CloudException.Kind;
import dev.zonal.csi.cloud.simulator.CloudCrashTest.Call;
import dev.zonal.csi.cloud.simulator.CloudCrashTest.Drill;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.Faults;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each call of a cloud and what follows from it, with an error of the machine at each of its calls to the host: its caller is
 * told INTERNAL or sees nothing of it, and the same call with the same token then leads to what it would have led to, once.
 */
@Tag("exhaustive")
@ExtendWith(QuietLogs.class)
final class CloudErrorsTest {
    @ParameterizedTest
    @EnumSource
    void anErrorAtEachCallToTheHost(Call call) {
        Set<String> expected = CloudCrashTest.undisturbed(call);
        Drill measured = new Drill();
        call.run(measured);
        int calls = measured.bench.host.faults().calls().size();
        measured.bench.close();
        assertThat(calls).isPositive();
        for (int k = 0; k < calls; k++) {
            for (boolean late : new boolean[] {false, true}) {
                Drill drill = new Drill();
                drill.bench.host.faults().fail(new Faults.Failure(k, Errno.EIO, late));
                run(call, drill);
                String when = call + " with an error at "
                        + drill.bench.host.faults().calls().get(k) + " late " + late;
                drill.bench.host.faults().clear();

                call.run(drill);

                assertThat(CloudCrashTest.state(drill)).as(when).isEqualTo(expected);
                drill.bench.restart();
                drill.settle();
                assertThat(CloudCrashTest.state(drill))
                        .as(when + ", then started anew")
                        .isEqualTo(expected);
                // What could not be removed from tmp/ goes with the next start.
                CloudCrashTest.checkNothingIsLeftOver(drill);
                drill.bench.close();
            }
        }
    }

    private static void run(Call call, Drill drill) {
        try {
            call.run(drill);
        } catch (CloudException told) {
            assertThat(told.kind()).as(told.getMessage()).isEqualTo(Kind.INTERNAL);
        }
    }
}
