package dev.zonal.csi.driver.crash;

import java.util.concurrent.atomic.LongAdder;

/** What a run came to, for its last line. */
final class Tally {
    final LongAdder answered = new LongAdder();
    final LongAdder retried = new LongAdder();
    final LongAdder written = new LongAdder();
    final LongAdder checkedObjects = new LongAdder();
    final LongAdder checkedStamps = new LongAdder();

    @Override
    public String toString() {
        return answered + " calls answered, " + retried + " retried after the crash, " + written
                + " pieces of data synced, " + checkedObjects + " objects and " + checkedStamps
                + " pieces of data checked";
    }
}
