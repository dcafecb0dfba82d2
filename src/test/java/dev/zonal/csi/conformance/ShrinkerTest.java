package dev.zonal.csi.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.QuietLogs;
import io.grpc.Status.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Drivers with a defect each: the model finds it, and the shrinker says it in a few commands. */
@ExtendWith(QuietLogs.class)
final class ShrinkerTest {
    private static final int MOST_STEPS = 3000;

    /** A driver that answers some commands wrongly. */
    private static Subject broken(BiFunction<Subject, Command, Reply> defect) {
        Subject driver = Subject.driver();
        return new Subject() {
            @Override
            public Reply run(Command command) {
                return defect.apply(driver, command);
            }

            @Override
            public void close() {
                driver.close();
            }
        };
    }

    private static List<String> shortest(BiFunction<Subject, Command, Reply> defect) {
        for (long seed = 1; seed < 100; seed++) {
            Optional<Disagreement> found = ModelRun.disagreement(seed, MOST_STEPS / 10, () -> broken(defect));
            if (found.isPresent()) {
                return new Shrinker(() -> broken(defect))
                        .shrink(found.get()).commands().stream()
                                .map(Command::label)
                                .toList();
            }
        }
        return List.of();
    }

    @Test
    void aDeletionThatIsOnlyClaimedIsFound() {
        List<String> commands = shortest((driver, command) ->
                command instanceof DeleteVolume ? new Reply(Code.OK, "claimed") : driver.run(command));

        assertThat(commands).contains("CreateVolume", "DeleteVolume").hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void aSnapshotThatIsForgottenByARestartIsFound() {
        List<String> commands = shortest((driver, command) -> {
            if (command instanceof Restart) {
                World.POOLS.forEach(pool -> driver.run(new DeleteSnapshot(World.snapshotId("s", pool))));
            }
            return driver.run(command);
        });

        assertThat(commands)
                .contains("CreateVolume", "CreateSnapshot", "Restart")
                .hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void dataThatIsLostOnItsWayIntoACopyIsFound() {
        List<String> commands = shortest((driver, command) ->
                command instanceof WriteFile write && write.name().equals("g") ? Reply.DONE : driver.run(command));

        assertThat(commands)
                .contains("CreateVolume", "NodeStageVolume", "WriteFile", "ReadFiles")
                .hasSizeLessThanOrEqualTo(9);
    }

    @Test
    void withoutADefectNothingIsFound() {
        List<Command> sequence = new ArrayList<>();
        sequence.add(CreateVolume.of("a", 16 * World.MEBIBYTE, Use.mount("")));
        sequence.add(new ReadFiles("/kubelet/stage-0"));

        assertThat(Session.replay(sequence, Subject::driver)).isEmpty();
    }
}
