package dev.zonal.csi.controller;

import dev.zonal.csi.backend.Home;
import dev.zonal.csi.backend.HomeState;
import dev.zonal.csi.backend.StorageBackend;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.ObjectId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Topology;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Which homes this driver serves, and which an operator has given up. */
public final class Homes {
    private final StorageBackend backend;
    private final Set<HomeId> forgotten;

    /**
     * @param forgotten homes that are gone for good: what lived there counts as deleted
     */
    public Homes(StorageBackend backend, Set<HomeId> forgotten) {
        this.backend = backend;
        this.forgotten = Set.copyOf(forgotten);
    }

    List<Home> all() {
        return backend.homes();
    }

    boolean has(HomeId id) {
        return home(id).isPresent();
    }

    /** The name of the pool that an object lives in, empty where it isn't here. */
    String poolOf(ObjectId id) {
        return home(id.home()).map(Home::pool).orElse("");
    }

    /** Where volumes can be made from the snapshots of that home. */
    List<Topology> restoreDomain(HomeId source) {
        return all().stream()
                .filter(home -> home.id().equals(source))
                .flatMap(own -> all().stream().filter(home -> home.restoresFrom(own)))
                .flatMap(home -> home.accessibleFrom().stream())
                .distinct()
                .toList();
    }

    /**
     * What has that name, on whichever home: a name is used once. A home that was never open yet is not asked: that it
     * may have the name is no reason to make nothing on the others.
     */
    <T> Optional<T> firstOnAny(Function<HomeId, Optional<T>> find) {
        for (Home home : all()) {
            Optional<T> found = knownOn(home, find);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static <T> Optional<T> knownOn(Home home, Function<HomeId, Optional<T>> find) {
        try {
            return find.apply(home.id());
        } catch (StorageException.Unavailable neverOpen) {
            return Optional.empty();
        }
    }

    /**
     * @throws StorageException.FailedPrecondition where its home is another driver's, and was not given up: answering
     *     that it is removed would make the caller forget what still takes space there
     * @throws StorageException.Unavailable where its home may be one that was never open since the start
     */
    void refuseElsewhere(ObjectId id) {
        if (home(id.home()).isEmpty() && !forgotten.contains(id.home())) {
            backend.state(id.home()).ifPresent(neverOpen -> {
                throw new StorageException.Unavailable(id + " may live there: " + neverOpen.sentence());
            });
            throw new StorageException.FailedPrecondition(id + " lives in the pool with the id " + id.home()
                    + ", which this driver does not serve; send the request to the node that has it, or, where that"
                    + " pool is gone for good, start the driver with --forget-homes " + id.home());
        }
    }

    /**
     * @throws StorageException.NotFound where its home was given up: no other node has it either
     * @throws StorageException.Unavailable where its home may be one that is being opened, or not reported yet: nobody is sent elsewhere then
     */
    void refuseUnknown(ObjectId id) {
        if (home(id.home()).isPresent()) {
            return;
        }
        if (forgotten.contains(id.home())) {
            throw new StorageException.NotFound(
                    id + " lived in the pool with the id " + id.home() + ", which was given up (--forget-homes)");
        }
        backend.state(id.home())
                .filter(state -> state instanceof HomeState.Opening || state instanceof HomeState.Away)
                .ifPresent(notYet -> {
                    throw new StorageException.Unavailable(id + " may live there: " + notYet.sentence());
                });
    }

    private Optional<Home> home(HomeId wanted) {
        for (Home home : all()) {
            if (home.id().equals(wanted)) {
                return Optional.of(home);
            }
        }
        return Optional.empty();
    }
}
