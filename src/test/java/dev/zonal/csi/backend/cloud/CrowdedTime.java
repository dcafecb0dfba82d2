package dev.zonal.csi.backend.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.host.SimulatedClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The time of many callers at once: when each of them waits, for time or for another one, the clock goes on to where the
 * first one's wait ends. So nobody sleeps, and whatever the callers do takes no time, however busy the machine is.
 */
final class CrowdedTime {
    private static final String CALLER = "crowd";

    /** The thread of a simulated cloud. */
    private static final String CLOUD = "cloud";

    private static final Path THREADS = Path.of("/proc/self/task");
    private static final Duration BETWEEN_LOOKS = Duration.ofNanos(50_000);

    private final SimulatedClock clock;
    private final PriorityQueue<Instant> ends = new PriorityQueue<>();

    CrowdedTime(SimulatedClock clock) {
        this.clock = clock;
    }

    /** Waits until so much time has passed. */
    synchronized void pause(Duration time) {
        Instant end = clock.instant().plus(time);
        ends.add(end);
        try {
            while (clock.instant().isBefore(end)) {
                wait();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void goOn() {
        Instant next = ends.poll();
        if (next != null && next.isAfter(clock.instant())) {
            clock.advance(Duration.between(clock.instant(), next));
            notifyAll();
        }
    }

    /** Runs all of them side by side to their ends; throws what one of them failed with. */
    void run(List<Runnable> lives) {
        List<FutureTask<Boolean>> tasks =
                lives.stream().map(life -> new FutureTask<>(life, true)).toList();
        tasks.forEach(task -> Thread.ofPlatform().name(CALLER).daemon().start(task));
        while (!tasks.stream().allMatch(FutureTask::isDone)) {
            Optional<List<String>> asleep = asleep();
            if (asleep.isPresent() && asleep.equals(asleep())) {
                goOn();
            } else {
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            }
        }
        tasks.forEach(CrowdedTime::requireDone);
    }

    private static void requireDone(FutureTask<Boolean> task) {
        try {
            assertThat(task.get()).isTrue();
        } catch (ExecutionException failed) {
            throw new AssertionError("one of the crowd failed", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * How often each thread was put to sleep so far; empty where one is not asleep. The kernel is asked, because a thread
     * that was woken and has not run yet still says that it waits. Twice the same answer: nobody did anything in between.
     */
    private static Optional<List<String>> asleep() {
        List<String> slept = new ArrayList<>();
        try (Stream<Path> threads = Files.list(THREADS)) {
            for (Path thread : threads.toList()) {
                String name = Files.readString(thread.resolve("comm")).strip();
                if (name.equals(CALLER) || name.equals(CLOUD)) {
                    List<String> status = Files.readAllLines(thread.resolve("status"));
                    if (!line(status, "State:").contains("S (sleeping)")) {
                        return Optional.empty();
                    }
                    slept.add(thread + line(status, "voluntary_ctxt_switches:"));
                }
            }
        } catch (IOException ended) {
            // A thread is gone between two looks at it.
            return Optional.empty();
        }
        return Optional.of(slept);
    }

    private static String line(List<String> status, String key) {
        return status.stream().filter(line -> line.startsWith(key)).findFirst().orElseThrow();
    }
}
