package dev.zonal.csi.backend.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.cloud.FaultEffect;
import dev.zonal.csi.cloud.FaultPlan;
import dev.zonal.csi.concurrent.Deadline;
import dev.zonal.csi.conformance.Reply;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each operation on the disks of a cloud, with each of its calls to the cloud going wrong in turn: once, or from then on, or
 * its caller is gone by then. Whoever is told that it failed for good finds everything as it was; whoever asks again comes to
 * the result, once; whoever gives up and deletes leaves nothing.
 */
@Tag("exhaustive")
@ExtendWith(QuietLogs.class)
final class CloudFailsAtEveryCallTest {
    private static final String HABITS = "staleReads: 500ms, staleLinks: true";

    /** After these a caller asks for the same again; all others are final. */
    private static final Set<Code> OPEN =
            EnumSet.of(Code.UNAVAILABLE, Code.ABORTED, Code.DEADLINE_EXCEEDED, Code.CANCELLED);

    private static int cases;

    @AfterAll
    static void say() {
        System.out.println("calls to a cloud that go wrong: " + cases + " cases");
    }

    @ParameterizedTest
    @EnumSource
    void oneCallFails(DiskOperation operation) {
        UndisturbedDisks undisturbed = UndisturbedDisks.of(operation, HABITS);
        for (FaultEffect effect : EnumSet.complementOf(EnumSet.of(FaultEffect.SLOW))) {
            check(operation, undisturbed, effect + " once", call -> allowed(effect, call), (drill, k) -> {
                drill.driver.disks.calls.before(k, () -> fault(drill, effect, OptionalInt.of(1)));
                return drill.run();
            });
        }
    }

    /** What is asked again until it is answered never reaches the caller; empty where no cloud answers that to such a call. */
    private static Set<Code> allowed(FaultEffect effect, String call) {
        boolean reads = call.startsWith("describe") || call.equals("disks") || call.equals("instances");
        return switch (effect) {
            case SLOW, THROTTLED, UNAVAILABLE, INTERNAL, TIMEOUT_AFTER_SUCCESS, THROTTLED_AFTER_SUCCESS ->
                EnumSet.of(Code.OK);
            case NOT_FOUND -> EnumSet.of(Code.OK, Code.NOT_FOUND, Code.UNAVAILABLE);
            case CONFLICT -> reads ? Set.of() : EnumSet.of(Code.OK, Code.FAILED_PRECONDITION, Code.UNAVAILABLE);
            case QUOTA, SOLD_OUT -> reads ? Set.of() : EnumSet.of(Code.OK, Code.RESOURCE_EXHAUSTED);
            case VANISHES_LATER, FAILS_LATER ->
                call.equals("createDisk") ? EnumSet.of(Code.OK, Code.UNAVAILABLE) : Set.of();
        };
    }

    @ParameterizedTest
    @EnumSource
    void theCloudFailsFromThenOn(DiskOperation operation) {
        UndisturbedDisks undisturbed = UndisturbedDisks.of(operation, HABITS);
        for (FaultEffect effect :
                List.of(FaultEffect.THROTTLED, FaultEffect.UNAVAILABLE, FaultEffect.TIMEOUT_AFTER_SUCCESS)) {
            // What is removed at last is not found, and that is known then.
            Set<Code> allowed =
                    effect.isAfterSuccess() ? EnumSet.of(Code.OK, Code.UNAVAILABLE) : EnumSet.of(Code.UNAVAILABLE);
            check(operation, undisturbed, effect + " from then on", _ -> allowed, (drill, k) -> {
                drill.driver.disks.calls.before(k, () -> fault(drill, effect, OptionalInt.empty()));
                return drill.run();
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void itsCallerIsGoneByThen(DiskOperation operation) {
        UndisturbedDisks undisturbed = UndisturbedDisks.of(operation, HABITS);
        Set<Code> allowed = EnumSet.of(Code.OK, Code.CANCELLED, Code.DEADLINE_EXCEEDED);
        check(operation, undisturbed, "its caller gone", _ -> allowed, (drill, k) -> {
            AtomicBoolean gone = new AtomicBoolean();
            drill.driver.disks.calls.before(k, () -> gone.set(true));
            return Deadline.of(Optional.empty(), gone::get).call(drill::run);
        });
    }

    private static void fault(DiskDrill drill, FaultEffect effect, OptionalInt times) {
        drill.driver
                .disks
                .control()
                .addFault(new FaultPlan(Optional.empty(), effect, 1, Duration.ZERO, times, Optional.empty()));
    }

    private interface Accident {
        Reply at(DiskDrill drill, int call);
    }

    private static void check(
            DiskOperation operation,
            UndisturbedDisks undisturbed,
            String what,
            Function<String, Set<Code>> allowed,
            Accident accident) {
        Function<DiskDrill, CloudPicture> repeated = drill -> {
            drill.done(drill::run);
            return undisturbed.after();
        };
        Function<DiskDrill, CloudPicture> undone = drill -> {
            operation.undo(drill);
            return undisturbed.before();
        };
        List<Function<DiskDrill, CloudPicture>> callers =
                operation.canBeUndone() ? List.of(repeated, undone) : List.of(repeated);
        for (int k = 0; k < undisturbed.calls().size(); k++) {
            String when = operation + ", at call " + k + " of " + undisturbed.calls() + " " + what;
            Set<Code> codes = allowed.apply(undisturbed.calls().get(k));
            for (Function<DiskDrill, CloudPicture> caller :
                    codes.isEmpty() ? List.<Function<DiskDrill, CloudPicture>>of() : callers) {
                int call = k;
                cases++;
                assertThatCode(() -> check(operation, undisturbed, codes, drill -> accident.at(drill, call), caller))
                        .as(when)
                        .doesNotThrowAnyException();
            }
        }
    }

    private static void check(
            DiskOperation operation,
            UndisturbedDisks undisturbed,
            Set<Code> allowed,
            Function<DiskDrill, Reply> accident,
            Function<DiskDrill, CloudPicture> caller) {
        try (DiskDrill drill = new DiskDrill(operation, HABITS)) {
            Reply reply = accident.apply(drill);
            assertThat(reply.code()).as("%s", reply.answer()).isIn(allowed);
            drill.driver.disks.control().clearFaults(Optional.empty());
            operation.meanwhile(drill);
            if (reply.code() == Code.OK) {
                drill.settle();
                assertThat(CloudPicture.of(drill.driver)).isEqualTo(undisturbed.after());
            } else if (!OPEN.contains(reply.code()) && !operation.isOnNode()) {
                drill.settle();
                assertThat(CloudPicture.of(drill.driver))
                        .as("after %s", reply)
                        .isIn(
                                undisturbed.before(),
                                operation.isCreation() ? undisturbed.before() : undisturbed.after());
            }
            CloudPicture expected = caller.apply(drill);
            drill.settle();
            assertThat(CloudPicture.of(drill.driver)).isEqualTo(expected);
            drill.takeDown();
        }
    }
}
