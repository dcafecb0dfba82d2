package dev.zonal.csi.driver.crash;

import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.model.HomeId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Workers on threads of their own: eight, where nothing else is said. */
final class Crew implements AutoCloseable {
    private static final int WORKERS = 8;

    private final ExecutorService threads;
    private final List<Worker> workers;
    private final Ballast ballast;

    /** @param home of the pool that they work on */
    Crew(Trial trial, HomeId home) {
        this(trial, new ControllerSteps(home, Repertoire.POOL), "w", WORKERS);
    }

    /** @param names with which the names of all that they make begin */
    Crew(Trial trial, ControllerSteps controller, String names, int size) {
        threads = Executors.newFixedThreadPool(size);
        workers = IntStream.range(0, size)
                .mapToObj(number ->
                        new Chooser(names + number + "-", trial.random().split(), controller, trial.ledger()))
                .map(chooser -> new Worker(chooser, trial.ledger(), trial.tally()))
                .toList();
        ballast = new Ballast(controller, trial.ledger());
    }

    /** From now on the pool holds much that nobody uses. */
    void loadBallast(Workload driver) throws InterruptedException {
        ballast.load(driver, this);
    }

    /** All work, until the shift ends or the driver is gone; what is returned waits for that. */
    Rest begin(Workload driver, Shift shift) {
        List<Future<Object>> working = workers.stream()
                .map(worker -> threads.submit((Callable<Object>) () -> {
                    worker.work(driver, shift);
                    return worker;
                }))
                .toList();
        return () -> await(working);
    }

    interface Rest {
        void await() throws InterruptedException;
    }

    /** The calls that are on their way. */
    Set<Step> pending() {
        return workers.stream().flatMap(worker -> worker.pending().stream()).collect(Collectors.toSet());
    }

    void retry(Workload driver) throws InterruptedException {
        each(workers, worker -> worker.retry(driver));
    }

    /** Does something for each, on all threads. */
    <T> void each(List<T> all, Work<T> work) throws InterruptedException {
        await(all.stream()
                .map(one -> threads.submit((Callable<Object>) () -> {
                    work.of(one);
                    return work;
                }))
                .toList());
    }

    interface Work<T> {
        void of(T one) throws Exception;
    }

    private static void await(List<Future<Object>> all) throws InterruptedException {
        AssertionError failure = null;
        for (Future<Object> one : all) {
            try {
                one.get();
            } catch (ExecutionException failed) {
                if (failure == null) {
                    failure = new AssertionError("a worker failed", failed.getCause());
                } else {
                    failure.addSuppressed(failed);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
