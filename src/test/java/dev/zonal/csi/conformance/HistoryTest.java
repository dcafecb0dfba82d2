package dev.zonal.csi.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.SimulatedDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole driver under many callers: whatever they are told can be told one after the other. */
@ExtendWith(QuietLogs.class)
final class HistoryTest {
    private static final int HISTORIES = Integer.getInteger("model.histories", 200);
    private static final long SEED = Long.getLong("model.seed", 1);
    private static final List<String> FAMILIES = List.of("x", "y");
    private static final int CALLERS_EACH = 3;
    private static final int CALLS_EACH = 12;

    @Test
    void whatManyCallersAreToldFitsOneOrder() throws Exception {
        System.out.println("histories: -Dmodel.seed=" + SEED + " -Dmodel.histories=" + HISTORIES);
        Tally tally = new Tally();
        for (long seed = SEED; seed < SEED + HISTORIES; seed++) {
            for (List<Recorded> history : histories(seed)) {
                history.forEach(
                        call -> tally.count(call.command().label(), call.reply().code()));
                assertThat(Linearizability.holds(history))
                        .as("with -Dmodel.seed=" + seed + ", no order explains\n"
                                + history.stream().map(Recorded::toString).collect(Collectors.joining("\n")))
                        .isTrue();
            }
        }
        System.out.println(tally);
    }

    /** One history for each family, all of them at the same time. */
    private static List<List<Recorded>> histories(long seed) throws Exception {
        List<List<Recorded>> histories = new ArrayList<>();
        try (SimulatedDriver driver = World.newDriver();
                ExecutorService threads = Executors.newFixedThreadPool(FAMILIES.size())) {
            List<Callable<List<Recorded>>> recordings = new ArrayList<>();
            for (String name : FAMILIES) {
                History history = new History(driver, new Family(name));
                long own = seed * FAMILIES.size() + FAMILIES.indexOf(name);
                recordings.add(() -> history.record(own, CALLERS_EACH, CALLS_EACH));
            }
            for (Future<List<Recorded>> recording : threads.invokeAll(recordings)) {
                histories.add(recording.get());
            }
        }
        return histories;
    }
}
