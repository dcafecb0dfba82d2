package dev.zonal.csi.conformance;

import dev.zonal.csi.QuietLogs;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole driver, without its socket, against the model. */
@ExtendWith(QuietLogs.class)
final class ModelTest {
    private static final int STEPS_PER_SESSION = 200;
    private static final int STEPS = Integer.getInteger("model.steps", 20_000);
    private static final long SEED = Long.getLong("model.seed", 1);

    @Test
    void theDriverNeverSaysWhatTheModelExcludes() {
        System.out.println("model: -Dmodel.seed=" + SEED + " -Dmodel.steps=" + STEPS);
        Tally tally = new Tally();
        long begin = System.nanoTime();
        int steps = 0;
        for (long seed = SEED; steps < STEPS; seed++) {
            Optional<Disagreement> found = ModelRun.disagreement(
                    seed,
                    STEPS_PER_SESSION,
                    Subject::driver,
                    (command, reply) -> tally.count(command.label(), reply.code()));
            if (found.isPresent()) {
                throw new AssertionError(
                        "with -Dmodel.seed=" + seed + ": " + new Shrinker(Subject::driver).shrink(found.get()));
            }
            steps += STEPS_PER_SESSION;
        }
        long cpu = ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toSeconds();
        System.out.println(tally + "" + steps + " steps in " + (System.nanoTime() - begin) / 1_000_000_000
                + " s, with " + cpu + " s of CPU time");
    }
}
