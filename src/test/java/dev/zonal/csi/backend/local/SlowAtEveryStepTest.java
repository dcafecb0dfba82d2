package dev.zonal.csi.backend.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.concurrent.Deadline;
import dev.zonal.csi.model.StorageException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each operation, with each of its calls to the host in turn taking so long that its caller is gone meanwhile. Either it
 * goes on to its end, or it says so and everything is as it was; a retry succeeds, and the next start finds it done.
 * Where an expensive step has begun, it goes on.
 */
@Tag("exhaustive")
@ExtendWith(QuietLogs.class)
class SlowAtEveryStepTest {
    /** What takes the longer the larger or the more fragmented an image is: thrown away, it would never be done. */
    private static final List<String> EXPENSIVE = List.of("cloneFile", "cloneExtents", "completeClone", "allocate");

    private static int completed;
    private static int undone;

    @AfterAll
    static void say() {
        System.out.println("slow effects in operations: " + completed + " cases went on, " + undone + " were undone");
    }

    @ParameterizedTest
    @EnumSource
    void itsCallerIsGone(Operation operation) {
        Undisturbed undisturbed = Undisturbed.of(operation);
        for (int call = 0; call < undisturbed.calls().size(); call++) {
            int slow = call;
            assertThatCode(() -> check(new Drill(operation), slow, undisturbed))
                    .as("%s, slow at '%s'", operation, undisturbed.calls().get(call))
                    .doesNotThrowAnyException();
        }
    }

    private static void check(Drill drill, int slow, Undisturbed undisturbed) {
        AtomicBoolean gone = new AtomicBoolean();
        drill.bench.host.faults().during(slow, () -> gone.set(true));
        boolean answered = isAnswered(drill, Deadline.of(Optional.empty(), gone::get));
        drill.bench.host.faults().clear();

        if (hasBegunExpensiveStep(undisturbed.calls().subList(0, slow + 1))) {
            assertThat(answered).as("what took long is kept").isTrue();
        }

        assertThat(PoolState.of(drill.backend)).isEqualTo(answered ? undisturbed.after() : undisturbed.before());
        PoolState.checkPromises(drill.bench.host, drill.backend);

        drill.run();
        drill.bench.host.kill();
        LocalBackend again = drill.bench.open();
        assertThat(PoolState.of(again)).isEqualTo(undisturbed.after());
        PoolState.checkPromises(drill.bench.host, again);
        drill.checkMade(again);
    }

    private static boolean hasBegunExpensiveStep(List<String> calls) {
        return calls.stream().anyMatch(call -> EXPENSIVE.stream().anyMatch(call::startsWith));
    }

    private static boolean isAnswered(Drill drill, Deadline deadline) {
        try {
            deadline.bind(drill::run);
            completed++;
            return true;
        } catch (StorageException.DeadlineExceeded late) {
            undone++;
            return false;
        }
    }
}
