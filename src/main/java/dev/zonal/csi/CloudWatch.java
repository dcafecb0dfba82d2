package dev.zonal.csi;

import dev.zonal.csi.backend.cloud.CloudBackend;
import dev.zonal.csi.concurrent.BoundedWait;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Asks the cloud again and again what it has: what others do there is seen so, and when snapshots are ready. */
final class CloudWatch implements AutoCloseable {
    private static final Duration BETWEEN_LISTS = Duration.ofSeconds(10);
    private static final Duration WHILE_SNAPSHOTS_ARE_STORED = Duration.ofSeconds(1);

    private final CloudBackend backend;
    private final CompletableFuture<Boolean> first = new CompletableFuture<>();
    private final Thread thread = Thread.ofVirtual().name("cloud-watch").unstarted(this::watch);

    private CloudWatch(CloudBackend backend) {
        this.backend = backend;
    }

    /** @param atMost how long to wait for the first answer; until there is one, what needs it is UNAVAILABLE */
    static CloudWatch start(CloudBackend backend, Duration atMost) {
        CloudWatch watch = new CloudWatch(backend);
        watch.thread.start();
        BoundedWait.forAll(List.of(watch.first), atMost);
        return watch;
    }

    private void watch() {
        try {
            while (true) {
                backend.refresh();
                first.complete(true);
                listSnapshotsUntil(System.nanoTime() + BETWEEN_LISTS.toNanos());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void listSnapshotsUntil(long end) throws InterruptedException {
        while (System.nanoTime() < end) {
            Thread.sleep(WHILE_SNAPSHOTS_ARE_STORED);
            if (backend.awaitsSnapshots()) {
                backend.refreshSnapshots();
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
