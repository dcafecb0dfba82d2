package dev.zonal.csi.maintenance;

import dev.zonal.csi.backend.Housekeeping;
import dev.zonal.csi.backend.Stray;
import dev.zonal.csi.concurrent.Claim;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.model.StorageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what an accident left, and removes it where that is asked for. Runs beside all other operations: each finding is
 * looked at again under the lock of the object in whose place it stands, and what an operation works on is none.
 */
public final class GarbageCollection {
    private static final Logger LOG = LoggerFactory.getLogger(GarbageCollection.class);

    private final Housekeeping housekeeping;
    private final Operations operations;

    public GarbageCollection(Housekeeping housekeeping, Operations operations) {
        this.housekeeping = housekeeping;
        this.operations = operations;
    }

    /**
     * What there is, and what became of it.
     *
     * @param apply whether what can go freely is removed
     * @param named paths of findings that are removed too, though they may be somebody's data
     * @throws StorageException.NotFound before anything is removed, where nothing stray is at a path that was named
     */
    public List<Collected> collect(boolean apply, Set<Path> named) {
        List<Stray> suspects = operations.run(housekeeping::survey);
        named.stream()
                .filter(path ->
                        suspects.stream().noneMatch(stray -> stray.path().equals(path)))
                .findFirst()
                .ifPresent(path -> {
                    throw new StorageException.NotFound("nothing stray is at '" + path + "'; nothing was removed");
                });
        return suspects.stream()
                .flatMap(suspect -> settled(suspect, apply, named))
                .toList();
    }

    private Stream<Collected> settled(Stray suspect, boolean apply, Set<Path> named) {
        try {
            return operations.run(claims(suspect), () -> settle(suspect, apply, named)).stream();
        } catch (StorageException.Aborted busy) {
            // An operation works on it: it is no stray now, and what the operation leaves is found the next time.
            return Stream.empty();
        }
    }

    private static List<Claim> claims(Stray suspect) {
        return suspect.object().map(Claim::exclusive).stream().toList();
    }

    private Optional<Collected> settle(Stray suspect, boolean apply, Set<Path> named) {
        return housekeeping.confirm(suspect).map(stray -> {
            boolean wanted = switch (stray.removal()) {
                case FREELY -> apply;
                case WHEN_NAMED -> named.contains(stray.path());
                case NEVER -> false;
            };
            return wanted ? removed(stray) : Collected.left(stray);
        });
    }

    private Collected removed(Stray stray) {
        Optional<String> remark;
        try {
            remark = housekeeping.remove(stray);
        } catch (HostException | StorageException refused) {
            return Collected.failed(stray, String.valueOf(refused.getMessage()));
        }
        if (housekeeping.confirm(stray).isPresent()) {
            return Collected.failed(stray, "it is still there");
        }
        LOG.atInfo()
                .addKeyValue("kind", stray.kind())
                .addKeyValue("path", stray.path())
                .addKeyValue("size", stray.size())
                .addKeyValue("reason", stray.reason())
                .log("removed what an accident left");
        return Collected.removed(stray, remark.orElse(""));
    }
}
