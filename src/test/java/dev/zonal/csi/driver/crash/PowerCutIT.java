package dev.zonal.csi.driver.crash;

import dev.zonal.csi.driver.RealDriver;
import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.host.RealPool;
import dev.zonal.csi.host.linux.LinuxHost;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The power goes while eight workers use the packaged program for everything it can do. The pool is an image on an outer
 * filesystem, behind a loop device with direct I/O; a clone of that image, taken at a random instant, holds what had
 * reached the disk and nothing more. A fresh driver over the clone has everything that was answered before, and volumes
 * that were being written to have whole what their applications had synced.
 */
@RealHost
final class PowerCutIT {
    @RegisterExtension
    static final RealPool OUTER = RealPool.xfs();

    private final Trial trial = new Trial("powercut", 10);

    /**
     * What was known when the power went.
     *
     * @param pending the calls that were on their way at that instant
     */
    private record Cut(Account before, Account after, Set<Step> pending) {}

    @Test
    void noPromiseIsBroken() throws Exception {
        Path image = OUTER.fresh("pool");
        try (trial;
                RealDriver driver = RealDriver.over(image);
                Workload workload = new Workload(driver);
                Crew crew = new Crew(trial, Site.home(workload))) {
            for (int round = 1; round <= trial.rounds(); round++) {
                if (trial.isHalfTime(round)) {
                    crew.loadBallast(workload);
                }
                Path clone = OUTER.fresh("cut");
                Cut cut = cut(image, clone, workload, crew);
                check(round, clone, cut, crew);
                LinuxHost.fileTree().deleteFile(clone);
                trial.ledger().forgetGone();
            }
        }
    }

    private Cut cut(Path image, Path clone, Workload workload, Crew crew) throws Exception {
        Shift shift = trial.shift();
        Crew.Rest rest = crew.begin(workload, shift);
        trial.awaitCrash(shift);
        FileTree files = LinuxHost.fileTree();
        Account before = trial.ledger().account();
        Set<Step> pending = new HashSet<>(crew.pending());
        files.cloneFile(image, clone);
        // What came and went while the clone was taken may be in it or not.
        pending.retainAll(crew.pending());
        Account after = trial.ledger().account();
        // Only that instant matters; what the workers do beyond it would only slow down the check.
        shift.end();
        rest.await();
        return new Cut(before, after, pending);
    }

    private void check(int round, Path clone, Cut cut, Crew crew) throws Exception {
        String http = Site.freeAddress();
        try (RealDriver survivor = RealDriver.over(clone, "--http", http);
                Workload workload = new Workload(survivor)) {
            trial.explain(
                    round,
                    survivor,
                    () -> check(new Promises(survivor, workload, cut.before, cut.after), cut, crew, http));
        }
        FilesystemCheck.xfs(clone);
    }

    private void check(Promises promises, Cut cut, Crew crew, String http) throws Exception {
        // Otherwise the pool may still be read when the calls come: what checks it waits for that.
        if (trial.random().nextBoolean()) {
            promises.checkPool(http);
        }
        // The node's side of the calls went with the power: nothing is staged any more.
        List<Step> again = cut.pending.stream().filter(step -> !step.onNode()).toList();
        crew.each(again, step -> {
            Entry _ = step.call().apply(promises.workload());
            trial.tally().retried.increment();
        });
        List<Entry> listed = promises.checkPool(http).ids().stream()
                .map(id -> cut.after.entry(id).orElseThrow())
                .toList();
        Contents contents = new Contents(promises.workload(), trial.tally());
        crew.each(listed, entry -> contents.check(entry, Use.NOWHERE, promises.written(entry)));
        // Only now: a process that starts has for a moment every file open that this one has, and keeps mounts busy.
        PoolFiles files = PoolFiles.of(promises.driver());
        crew.each(listed, entry -> {
            if (entry instanceof VolumeEntry && !entry.written().begun().isEmpty()) {
                FilesystemCheck.of(entry.kind(), files.image(entry.id()));
            }
        });
        promises.checkPool(http);
    }
}
