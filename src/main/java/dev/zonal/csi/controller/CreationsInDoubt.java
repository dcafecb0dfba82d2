package dev.zonal.csi.controller;

import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.StorageException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Creations whose outcome is unknown (in doubt, as of a transaction): the home was asked, and its answer is missing. Until
 * that home has answered, the volume may be there, and no other place is tried for its name.
 *
 * <p>Kept in memory alone, and of so many names: who asks again for one that is forgotten is served as if for the first time.
 */
final class CreationsInDoubt {
    private static final int MOST = 10_000;

    private final Map<String, HomeId> homes = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, HomeId> eldest) {
            return size() > MOST;
        }
    };

    /** The home that may have made the volume of that stem. */
    synchronized Optional<HomeId> home(String stem) {
        return Optional.ofNullable(homes.get(stem));
    }

    /** It is known what became of it. */
    synchronized void settle(String stem) {
        homes.remove(stem);
    }

    private synchronized boolean begin(String stem, HomeId home) {
        return home.equals(homes.put(stem, home));
    }

    /** Asks that home; in doubt is what it does not answer. */
    <T> T during(String stem, HomeId home, Supplier<T> creation) {
        boolean wasInDoubt = begin(stem, home);
        try {
            T made = creation.get();
            settle(stem);
            return made;
        } catch (StorageException.OutcomeUnknown | StorageException.DeadlineExceeded | StorageException.Aborted open) {
            throw open;
        } catch (StorageException.Unavailable notBegun) {
            if (!wasInDoubt) {
                settle(stem);
            }
            throw notBegun;
        } catch (RuntimeException answered) {
            settle(stem);
            throw answered;
        }
    }
}
