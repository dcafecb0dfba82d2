package dev.zonal.csi.bench.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Actions that take turns, round by round, so that whatever else the machine does meanwhile falls on all of them alike.
 */
public final class Turns {
    private final List<Turn> turns = new ArrayList<>();

    private record Turn(String name, boolean timed, Action action) {}

    public Turns timed(String name, Action action) {
        turns.add(new Turn(name, true, action));
        return this;
    }

    /** What has to be done between two of them. */
    public Turns untimed(Action action) {
        turns.add(new Turn("", false, action));
        return this;
    }

    /** @param warmUp how many rounds are run first, and not counted */
    public Keyed<String, Samples> run(int warmUp, int rounds) throws Exception {
        Map<String, List<Long>> nanos = new LinkedHashMap<>();
        for (int number = 0; number < warmUp + rounds; number++) {
            for (Turn turn : turns) {
                long begin = System.nanoTime();
                turn.action.run(number);
                long took = System.nanoTime() - begin;
                if (turn.timed && number >= warmUp) {
                    nanos.computeIfAbsent(turn.name, _ -> new ArrayList<>()).add(took);
                }
            }
        }
        Keyed<String, Samples> samples = new Keyed<>();
        nanos.forEach((name, all) -> samples.put(name, Samples.of(all)));
        return samples;
    }
}
