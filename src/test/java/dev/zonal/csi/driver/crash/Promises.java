package dev.zonal.csi.driver.crash;

import dev.zonal.csi.driver.RealDriver;
import dev.zonal.csi.driver.Workload;
import java.util.Set;

/**
 * What has to hold of a driver that came up again, while nobody calls it.
 *
 * @param before the ledger before the crash; what was answered there is promised
 * @param after the ledger after the crash; what was never asked for there must not be
 */
record Promises(RealDriver driver, Workload workload, Account before, Account after) {
    /** What is there is what was promised: listed, in the pool's files, and in its accounts. */
    Listed checkPool(String http) throws Exception {
        Listed listed = Listed.by(workload.client());
        check(listed, http);
        return listed;
    }

    /** The same for what is listed of that pool. */
    void check(Listed listed, String http) throws Exception {
        listed.check(before, after);
        PoolFiles files = PoolFiles.of(driver);
        files.check(listed.ids());
        PoolAccounts.of(http).check(listed, files);
    }

    /** What may be found in an object, and what must be. */
    Written written(Entry later) {
        Set<Stamp> synced = before.entry(later.id())
                .map(earlier -> earlier.written().synced())
                .orElseGet(() -> inherited(later));
        return new Written(later.written().begun(), synced);
    }

    /** What an object that nobody had asked for before the crash has from its source. */
    private static Set<Stamp> inherited(Entry later) {
        // A volume that was answered may hold more by now, and less at the instant of the crash.
        boolean untouched = later.life() == Life.CREATING || later instanceof SnapshotEntry;
        return untouched ? later.written().synced() : Set.of();
    }
}
