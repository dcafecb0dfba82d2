package dev.zonal.csi.kubernetes;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Ten claims with a pod each that are made and deleted, again and again, while a test does something else. */
final class Turnover implements AutoCloseable {
    private static final int CLAIMS = 10;

    private final Story story;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger rounds = new AtomicInteger();
    private List<Future<?>> loads = List.of();

    private Turnover(Story story) {
        this.story = story;
    }

    static Turnover start(Story story) {
        Turnover turnover = new Turnover(story);
        turnover.loads = IntStream.range(0, CLAIMS)
                .<Future<?>>mapToObj(i -> turnover.threads.submit(() -> turnover.repeat("load-" + i)))
                .toList();
        return turnover;
    }

    /**
     * Half of them wait until they are used; the others are deleted as soon as there is a volume, in the midst of its being
     * staged. Not before that: a provisioner ends with its driver, and then knows nothing of a volume that was made for a
     * claim which is gone by now; no part of Kubernetes would ever delete it.
     */
    private void repeat(String name) {
        for (int round = 0; !over.get(); round++) {
            story.apply(Specs.claim(name, "64Mi"), Specs.pod(name, name));
            if ((round + name.hashCode()) % 2 == 0) {
                story.pod(name).awaitReady().run("echo written >/data/file");
            } else {
                story.claim(name).awaitBound();
            }
            story.claim(name).beginDeletion();
            story.pod(name).delete();
            story.claim(name).awaitGone();
            rounds.incrementAndGet();
        }
    }

    /** Until so many more claims have come and gone. */
    void awaitRounds(int more) {
        int wanted = rounds.get() + more;
        Patience.USUAL.until("claims to come and go", () -> rounds.get() >= wanted || isBroken(), story::events);
    }

    private boolean isBroken() {
        return loads.stream().anyMatch(load -> load.state() == Future.State.FAILED);
    }

    /** Lets each finish its round; what went wrong in one fails the test. */
    @Override
    public void close() throws ExecutionException, InterruptedException {
        over.set(true);
        threads.close();
        for (Future<?> load : loads) {
            load.get();
        }
    }
}
