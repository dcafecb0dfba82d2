package dev.zonal.csi.driver.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.driver.RealDriver;
import dev.zonal.csi.driver.RealDriver.Confinement;
import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.host.RealHost;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Eight workers use the packaged program for everything it can do, and it gets SIGKILL at a random instant, again and
 * again: alone, with its process group, or with its pid namespace, as a container ends. Each time it comes back, what
 * was not answered is asked again, and every promise is checked.
 */
@RealHost
final class KillIT {
    private static final List<Confinement> WAYS = List.of(Confinement.values());

    private final Trial trial = new Trial("kill", 20);

    @Test
    void noPromiseIsBroken() throws Exception {
        String http = RealDriver.freeAddress();
        try (trial;
                RealDriver driver = RealDriver.start("--http", http);
                Workload first = new Workload(driver);
                Crew crew = new Crew(trial, Site.home(first))) {
            long availableBytes = Site.availableBytes(first);
            for (int round = 1; round <= trial.rounds(); round++) {
                boolean halfTime = trial.isHalfTime(round);
                trial.explain(round, driver, () -> {
                    if (halfTime) {
                        loadBallast(driver, crew);
                    }
                    killAndCheck(driver, crew, http);
                });
            }
            trial.explain(trial.rounds(), driver, () -> deleteAllAndCheck(driver, crew, http, availableBytes));
        }
    }

    private static void loadBallast(RealDriver driver, Crew crew) throws Exception {
        try (Workload workload = new Workload(driver)) {
            crew.loadBallast(workload);
        }
    }

    private void killAndCheck(RealDriver driver, Crew crew, String http) throws Exception {
        killAndRestart(driver, crew);
        NodeTraces.assertNothingIsFrozen(driver);
        try (Workload workload = new Workload(driver)) {
            // Otherwise the pool may still be read when the calls come: what checks it waits for that.
            if (trial.random().nextBoolean()) {
                check(driver, workload, http);
            }
            crew.retry(workload);
            Listed listed = check(driver, workload, http);
            Account account = trial.ledger().account();
            Contents contents = new Contents(workload, trial.tally());
            crew.each(List.copyOf(listed.ids()), id -> {
                Entry entry = account.entry(id).orElseThrow();
                Use use = entry instanceof VolumeEntry volume ? volume.use().answered() : Use.NOWHERE;
                contents.check(entry, use, entry.written());
            });
            check(driver, workload, http);
            trial.ledger().forgetGone();
        }
    }

    /** Who writes to a filesystem that was left frozen rests only when the start has thawed it. */
    private void killAndRestart(RealDriver driver, Crew crew) throws Exception {
        Shift shift = trial.shift();
        try (Workload workload = new Workload(driver)) {
            Crew.Rest rest = crew.begin(workload, shift);
            trial.awaitCrash(shift);
            shift.killing();
            driver.kill();
            shift.end();
            driver.restart(WAYS.get(trial.random().nextInt(WAYS.size())));
            rest.await();
        }
    }

    private Listed check(RealDriver driver, Workload workload, String http) throws Exception {
        Account account = trial.ledger().account();
        NodeTraces.check(driver, workload, account);
        return new Promises(driver, workload, account, account).checkPool(http);
    }

    private void deleteAllAndCheck(RealDriver driver, Crew crew, String http, long availableBytes) throws Exception {
        try (Workload workload = new Workload(driver)) {
            crew.each(trial.ledger().volumes(""), volume -> {
                workload.retire(volume.volume());
                workload.delete(volume.volume());
            });
            crew.each(trial.ledger().snapshots(""), snapshot -> workload.delete(snapshot.snapshot()));
            Account nothing = new Account(Map.of());

            NodeTraces.check(driver, workload, nothing);
            new Promises(driver, workload, nothing, nothing).checkPool(http);
            // The pool's own tables have grown a little with what they once held.
            assertThat(Site.availableBytes(workload))
                    .as("what can be promised")
                    .isGreaterThan(availableBytes - (64 << 20));
        }
    }
}
