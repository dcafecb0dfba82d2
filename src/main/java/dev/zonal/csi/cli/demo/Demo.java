package dev.zonal.csi.cli.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What every demo has around its story: a place that is clear before, and in which nothing is left. */
final class Demo {
    private static final int LOG_LINES = 10;

    private final Narrator narrator;
    private final Interruption interruption;

    Demo(Performance performance) {
        this.narrator = performance.narrator();
        this.interruption = performance.interruption();
    }

    /** The story itself, with the start and the end of whoever plays in it. */
    @FunctionalInterface
    interface Play {
        /** @param log of the driver, which is {@link Workspace#log} */
        void act(Workspace place, OutputStream log);
    }

    /**
     * From the first step to the last; whatever happens, the premises are left as a whole to their owner.
     *
     * @throws DemoFailure where something is not as promised
     */
    void stage(Play play, Premises premises, Optional<Path> askedPool) {
        narrator.begin("Set-up");
        Leftovers.Swept earlier = premises.clear();
        if (!earlier.isNothing()) {
            narrator.fact("an earlier demo was killed: took away its " + earlier.mounts() + " mounts and "
                    + earlier.loopDevices() + " loop devices");
        }
        Workspace place = premises.furnish(askedPool);
        try (OutputStream log = Files.newOutputStream(place.log())) {
            play.act(place, log);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (RuntimeException failed) {
            if (!interruption.happened()) {
                narrator.log(lastLines(place.log()));
            }
            throw failed;
        }
        narrator.begin("Nothing is left");
        Leftovers.Swept left = premises.release();
        narrator.promise(
                "the driver left no mount and no loop device behind (" + left.mounts() + ", " + left.loopDevices()
                        + ")",
                left.isNothing());
    }

    private static List<String> lastLines(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
