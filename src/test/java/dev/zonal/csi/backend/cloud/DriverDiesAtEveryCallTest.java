package dev.zonal.csi.backend.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.zonal.csi.QuietLogs;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each operation on the disks of a cloud, with the driver's process ending before and after each of its calls to the cloud.
 * Another driver, which knows nothing of that, is asked for the same: it comes to the same result, once. Or its caller has
 * given up and deletes: then nothing is left. Either way all can be deleted afterwards, and the cloud is empty.
 */
@Tag("exhaustive")
@ExtendWith(QuietLogs.class)
final class DriverDiesAtEveryCallTest {
    /** None, and reads that are old up to the edge of what the driver reckons with. */
    private static final List<String> HABITS = List.of("", "staleReads: 4s, staleLinks: true");

    private static int cases;

    @AfterAll
    static void say() {
        System.out.println("drivers that die in calls to a cloud: " + cases + " cases");
    }

    @ParameterizedTest
    @EnumSource
    void theSameRequestLeadsToTheSameResult(DiskOperation operation) {
        for (String habits : HABITS) {
            UndisturbedDisks undisturbed = UndisturbedDisks.of(operation, habits);
            for (int k = 0; k < undisturbed.calls().size(); k++) {
                for (boolean answered : new boolean[] {false, true}) {
                    check(operation, habits, k, answered, drill -> {
                        drill.done(drill::run);
                        drill.settle();
                        assertThat(CloudPicture.of(drill.driver)).isEqualTo(undisturbed.after());
                    });
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = "CREATE_.*|PUBLISH")
    void whoGivesUpLeavesNothing(DiskOperation operation) {
        for (String habits : HABITS) {
            UndisturbedDisks undisturbed = UndisturbedDisks.of(operation, habits);
            for (int k = 0; k < undisturbed.calls().size(); k++) {
                for (boolean answered : new boolean[] {false, true}) {
                    check(operation, habits, k, answered, drill -> {
                        operation.undo(drill);
                        drill.settle();
                        assertThat(CloudPicture.of(drill.driver)).isEqualTo(undisturbed.before());
                    });
                }
            }
        }
    }

    private interface Caller {
        void goesOn(DiskDrill drill);
    }

    private static void check(DiskOperation operation, String habits, int k, boolean answered, Caller caller) {
        cases++;
        try (DiskDrill drill = new DiskDrill(operation, habits)) {
            CallScript calls = drill.driver.disks.calls;
            if (answered) {
                calls.dieAfter(k);
            } else {
                calls.dieBefore(k);
            }
            drill.run();
            assertThat(calls.isDead()).isTrue();
            List<String> made = calls.calls();
            assertThatCode(() -> {
                        operation.meanwhile(drill);
                        drill.driver.restart();
                        caller.goesOn(drill);
                        drill.takeDown();
                    })
                    .as("%s, ended in %s%s, habits: %s", operation, made, answered ? ", answered" : "", habits)
                    .doesNotThrowAnyException();
        }
    }
}
