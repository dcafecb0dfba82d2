package dev.zonal.csi.backend.cloud;

import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.CloudException.Kind;
import dev.zonal.csi.model.StorageException;
import java.util.function.BooleanSupplier;

/**
 * Something goes from the cloud. Where that says that there is no such thing, it is looked for once more: what was made a
 * moment ago, not every part of a cloud may know yet, and what is believed to be gone is paid for and never deleted.
 */
final class Removal {
    private static final int MOST_TRIES = 3;

    private Removal() {}

    /** @param isSeen whether it is there all the same; waits as long as that takes to know */
    static void of(Runnable call, BooleanSupplier isSeen) {
        for (int i = 0; i < MOST_TRIES; i++) {
            try {
                call.run();
                return;
            } catch (CloudException refused) {
                if (refused.kind() != Kind.NOT_FOUND) {
                    throw CloudRefusals.of(refused);
                }
                // Its own call, whose answer was lost, or else somebody, may have removed it.
                if (PatientCloud.mayBeDone(refused) || !CloudRefusals.changing(isSeen::getAsBoolean)) {
                    return;
                }
            }
        }
        throw new StorageException.Unavailable(
                "the cloud shows what it does not find when it is to be removed; try again");
    }
}
