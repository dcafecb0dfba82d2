package dev.zonal.csi.backend.cloud;

import dev.zonal.csi.QuietLogs;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Random sequences of calls, some of them cut short, to a driver over a cloud whose calls fail: each answer is held against a
 * model, and at the end what the cloud has. A failure is shrunk to a few calls.
 */
final class DiskModelTest {
    @BeforeContainer
    static void quiet() {
        new QuietLogs().beforeAll();
    }

    @AfterContainer
    static void loud() {
        new QuietLogs().afterAll();
    }

    @Property(tries = 400, seed = "8", edgeCases = EdgeCasesMode.NONE)
    void theDriverNeverSaysWhatTheModelExcludes(@ForAll("sequences") List<DiskCommand> commands) {
        try (ModelledCloud cloud = new ModelledCloud()) {
            commands.forEach(command -> command.run(cloud));
            cloud.checkCloud();
        }
    }

    @Provide
    Arbitrary<List<DiskCommand>> sequences() {
        return commands().list().ofMinSize(1).ofMaxSize(40);
    }

    private static Arbitrary<DiskCommand> commands() {
        Arbitrary<DiskCommand> calls = calls();
        Arbitrary<DiskCommand> cutShort = Combinators.combine(
                        calls,
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 6))
                .as(DiskCommand.CutShort::new);
        return Arbitraries.frequencyOf(
                Tuple.of(70, calls),
                Tuple.of(15, cutShort),
                Tuple.of(
                        4,
                        Combinators.combine(names(), Arbitraries.integers().between(0, 3))
                                .as(DiskCommand.GiveUpCreation::new)),
                Tuple.of(
                        4,
                        Combinators.combine(
                                        names(),
                                        Arbitraries.of("i-1", "i-2"),
                                        Arbitraries.integers().between(0, 3))
                                .as(DiskCommand.GiveUpPublication::new)),
                Tuple.of(
                        8,
                        Combinators.combine(names(), Arbitraries.of("one!", "two!"))
                                .as(DiskCommand.Write::new)),
                Tuple.of(6, names().map(DiskCommand.Read::new)),
                Tuple.of(5, Arbitraries.just(new DiskCommand.List())),
                Tuple.of(3, Arbitraries.of(1, 5, 20).map(DiskCommand.Pass::new)),
                Tuple.of(2, Arbitraries.just(new DiskCommand.Restart())));
    }

    private static Arbitrary<DiskCommand> calls() {
        Arbitrary<String> nodes = Arbitraries.of("i-1", "i-2", "i-3");
        Arbitrary<String> cuts = Arbitraries.of("s", "t");
        Arbitrary<Long> sizes = Arbitraries.of(64L, 64L, 128L);
        return Arbitraries.frequencyOf(
                Tuple.of(
                        6,
                        Combinators.combine(
                                        names(),
                                        Arbitraries.of("a", "a", "b", ""),
                                        sizes,
                                        Arbitraries.of(Optional.<String>empty(), Optional.of("s"), Optional.of("t")))
                                .as(DiskCommand.Create::new)),
                Tuple.of(2, names().map(DiskCommand.Delete::new)),
                Tuple.of(
                        5,
                        Combinators.combine(names(), nodes, Arbitraries.of(false, false, true))
                                .as(DiskCommand.Publish::new)),
                Tuple.of(
                        4,
                        Combinators.combine(names(), Arbitraries.of("", "i-1", "i-2"))
                                .as(DiskCommand.Unpublish::new)),
                Tuple.of(4, Combinators.combine(cuts, names()).as(DiskCommand.Cut::new)),
                Tuple.of(2, cuts.map(DiskCommand.DeleteCut::new)),
                Tuple.of(2, Combinators.combine(names(), sizes).as(DiskCommand.Expand::new)),
                Tuple.of(
                        2,
                        Combinators.combine(names(), Arbitraries.of(3000L, 4000L))
                                .as(DiskCommand.Modify::new)));
    }

    private static Arbitrary<String> names() {
        return Arbitraries.of("u", "v", "w");
    }
}
