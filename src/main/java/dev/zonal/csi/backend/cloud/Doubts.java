package dev.zonal.csi.backend.cloud;

import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.model.ObjectId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Objects whose creation has an unknown outcome (in doubt, as of a transaction): the cloud was asked, its answer is missing,
 * and no list has been late enough to show them. So it is with everything when a driver begins: the one before it may have
 * asked for anything.
 */
final class Doubts {
    private final Map<ObjectId, Instant> asked = new ConcurrentHashMap<>();
    private final Instant begun;
    private volatile Instant listed = Instant.MIN;

    /** @param begun when this driver began */
    Doubts(Instant begun) {
        this.begun = begun;
    }

    /** Asks the cloud to make it; in doubt until it is known what became of that. */
    <T> T during(ObjectId id, Instant now, Supplier<T> creation) {
        asked.put(id, now);
        try {
            T made = creation.get();
            asked.remove(id);
            return made;
        } catch (CloudException refused) {
            if (!PatientCloud.mayBeDone(refused)) {
                asked.remove(id);
            }
            throw refused;
        }
    }

    /** All were listed, by a call made then. */
    void listed(Instant then) {
        listed = then;
        asked.values().removeIf(this::isShown);
    }

    /** The moment from which a list is sure to show it, if it is there; empty where it would be known already. */
    Optional<Instant> end(ObjectId id) {
        return Optional.of(asked.getOrDefault(id, begun))
                .filter(since -> !isShown(since))
                .map(since -> since.plus(SharedLooks.OLDEST_READ));
    }

    private boolean isShown(Instant since) {
        return since.plus(CloudIndex.OLDEST_LIST).isBefore(listed);
    }
}
