package dev.zonal.csi.driver.crash;

import dev.zonal.csi.driver.RealDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * One run of a test: so many rounds, drawn from one seed. {@code -D<name>.rounds=} and {@code -D<name>.seed=} set them;
 * threads take their turns as they like, so a seed leads to the same calls and not to the same instants.
 */
final class Trial implements AutoCloseable {
    private static final int USUAL_ANSWERS = 120;
    private static final int PROGRESS = 20;
    private static final int MOST_PAUSE_MICROSECONDS = 20_000;

    private final String name;
    private final int rounds;
    private final int mostAnswers;
    private final long seed;
    private final SplittableRandom random;
    private final Ledger ledger = new Ledger();
    private final Tally tally = new Tally();

    Trial(String name, int usualRounds) {
        this(name, usualRounds, USUAL_ANSWERS);
    }

    /** @param mostAnswers from one crash to the next */
    Trial(String name, int usualRounds, int mostAnswers) {
        this.name = name;
        this.mostAnswers = mostAnswers;
        this.rounds = Integer.getInteger(name + ".rounds", usualRounds);
        this.seed = Long.getLong(name + ".seed", System.nanoTime());
        this.random = new SplittableRandom(seed);
    }

    interface Round {
        void run() throws Exception;
    }

    int rounds() {
        return rounds;
    }

    /** From this round on the pool holds so much that a start answers before it has read it all. */
    boolean isHalfTime(int round) {
        return round == rounds / 2 + 1;
    }

    SplittableRandom random() {
        return random;
    }

    Ledger ledger() {
        return ledger;
    }

    Tally tally() {
        return tally;
    }

    /** The time to the next crash. */
    Shift shift() {
        return new Shift(1 + random.nextInt(mostAnswers));
    }

    /** Waits for the instant of the crash. */
    void awaitCrash(Shift shift) throws InterruptedException {
        shift.awaitAnswers();
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(MOST_PAUSE_MICROSECONDS)));
    }

    /** Tells of a failure all that is needed to look into it and to come to it again. */
    void explain(int round, RealDriver driver, Round body) {
        explain(round, List.of(driver.log()), body);
    }

    void explain(int round, List<Path> logs, Round body) {
        try {
            body.run();
            if (round % PROGRESS == 0) {
                System.out.println("round " + round + " of " + this + ": " + tally);
            }
        } catch (Exception | AssertionError failed) {
            throw new AssertionError(
                    "round " + round + " of " + this + "; the logs are kept as "
                            + IntStream.range(0, logs.size())
                                    .mapToObj(number -> kept(logs.get(number), number))
                                    .toList(),
                    failed);
        }
    }

    /** The driver's folder goes with the test. */
    private Path kept(Path log, int number) {
        try {
            return Files.copy(
                    log,
                    Path.of("target", name + "-" + seed + "-" + number + ".log"),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new AssertionError("the driver's log is not there", failed);
        }
    }

    @Override
    public String toString() {
        return "-D" + name + ".rounds=" + rounds + " -D" + name + ".seed=" + seed;
    }

    /** The last line, whether it went well or not. */
    @Override
    public void close() {
        System.out.println(this + ": " + tally);
    }
}
