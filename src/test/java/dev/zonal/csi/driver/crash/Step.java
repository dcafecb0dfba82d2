package dev.zonal.csi.driver.crash;

import dev.zonal.csi.driver.Workload;
import java.util.function.Function;

/**
 * One call of an orchestrator.
 *
 * @param what for people
 * @param onNode whether it is one of the Node service, whose effects end with the machine
 * @param asked what the ledger says of its object while the call is on its way
 * @param call makes the call, and returns what the ledger says from then on; made again, it asks for the same
 */
record Step(String what, boolean onNode, Entry asked, Function<Workload, Entry> call) {
    @Override
    public String toString() {
        return what + " " + asked;
    }
}
