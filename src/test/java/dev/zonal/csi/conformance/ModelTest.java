package dev.zonal.csi.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.v1.ControllerGrpc;
import dev.zonal.csi.v1.IdentityGrpc;
import dev.zonal.csi.v1.NodeGrpc;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole driver, without its socket, against the model. */
@ExtendWith(QuietLogs.class)
final class ModelTest {
    private static final int STEPS_PER_SESSION = 200;
    private static final int STEPS = Integer.getInteger("model.steps", 20_000);
    private static final int ENOUGH_FOR_ALL = 4_000;
    private static final long SEED = Long.getLong("model.seed", 1);

    /** Answered with UNIMPLEMENTED, and not advertised. */
    private static final Set<String> NOT_SERVED = Set.of(
            "ControllerPublishVolume",
            "ControllerUnpublishVolume",
            "ControllerModifyVolume",
            "ControllerListVolumeHealth",
            "ControllerGetVolumeHealth",
            "NodeGetVolumeHealth",
            "NodeGetStorageHealth");

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
        System.out.println(tally + "" + steps + " steps in " + (System.nanoTime() - begin) / 1_000_000_000 + " s, with "
                + cpu + " s of CPU time");
        if (STEPS >= ENOUGH_FOR_ALL) {
            assertThat(tally.labels()).containsAll(served());
        }
    }

    /** A sequence that leaves out an RPC says nothing of it. */
    private static List<String> served() {
        return Stream.of(
                        IdentityGrpc.getServiceDescriptor(),
                        ControllerGrpc.getServiceDescriptor(),
                        NodeGrpc.getServiceDescriptor())
                .flatMap(service -> service.getMethods().stream())
                .map(MethodDescriptor::getBareMethodName)
                .filter(method -> !NOT_SERVED.contains(method))
                .toList();
    }
}
