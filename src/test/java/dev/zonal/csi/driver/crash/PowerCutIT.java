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
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The power goes while eight workers use the packaged program for everything it can do. The pool is an image on an outer
 * filesystem, behind a loop device with direct I/O; a clone of that image, taken at a random instant, holds what had
 * reached the disk and nothing more. A fresh driver over the clone, or an agent with a controller that knows nothing yet, has everything that was answered before, and volumes
 * that were being written to have whole what their applications had synced.
 */
@RealHost
final class PowerCutIT {
    @RegisterExtension
    static final RealPool OUTER = RealPool.xfs();

    /**
     * What was known when the power went.
     *
     * @param pending the calls that were on their way at that instant
     */
    private record Cut(Account before, Account after, Set<Step> pending) {}

    @ParameterizedTest
    @EnumSource
    void noPromiseIsBroken(Plant.Shape shape) throws Exception {
        Path image = OUTER.fresh("pool");
        try (Trial trial = new Trial("powercut", shape.rounds());
                Plant plant = shape.over(image);
                Crew crew = new Crew(trial, Site.home(plant.workload()))) {
            for (int round = 1; round <= trial.rounds(); round++) {
                if (trial.isHalfTime(round)) {
                    crew.loadBallast(plant.workload());
                }
                Path clone = OUTER.fresh("cut");
                Cut cut = cut(image, clone, plant.workload(), crew, trial);
                check(round, clone, cut, crew, shape, trial);
                LinuxHost.fileTree().deleteFile(clone);
                trial.ledger().forgetGone();
            }
        }
    }

    private Cut cut(Path image, Path clone, Workload workload, Crew crew, Trial trial) throws Exception {
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

    private void check(int round, Path clone, Cut cut, Crew crew, Plant.Shape shape, Trial trial) throws Exception {
        String http = RealDriver.freeAddress();
        try (Plant survivor = shape.over(clone, "--http", http)) {
            Promises promises = new Promises(survivor.pools(), survivor.workload(), cut.before, cut.after);
            trial.explain(round, survivor.pools(), () -> check(promises, cut, crew, http, trial));
        }
        FilesystemCheck.xfs(clone);
    }

    private void check(Promises promises, Cut cut, Crew crew, String http, Trial trial) throws Exception {
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
