package dev.zonal.csi.kubernetes;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The one cluster of a run: found, or brought up by the first who asks. That it did not come up is remembered, too, so
 * that one failure is not waited for by every test. At the end of the run the times are told.
 */
final class RunningCluster implements AutoCloseable {
    private final FutureTask<Cluster> start = new FutureTask<>(Cluster::findOrBringUp);

    static Cluster of(ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.GLOBAL)
                .getOrComputeIfAbsent(RunningCluster.class, _ -> new RunningCluster(), RunningCluster.class)
                .get();
    }

    private Cluster get() {
        start.run();
        try {
            return start.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("there is no cluster: " + failed.getCause(), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        if (start.state() == Future.State.SUCCESS) {
            Cluster cluster = start.resultNow();
            System.out.print(cluster.times().table());
            cluster.close();
        }
    }
}
