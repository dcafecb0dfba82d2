package dev.zonal.csi.controller;

import dev.zonal.csi.backend.Capacity;
import dev.zonal.csi.backend.Home;
import dev.zonal.csi.backend.HomeState;
import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.backend.StorageBackend;
import dev.zonal.csi.concurrent.Claim;
import dev.zonal.csi.concurrent.Deadline;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.CapacityRange;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.Sizing;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.model.TopologyRequirement;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The use cases of volumes: each takes its locks, compares what exists with what is asked, and calls the backend. */
public final class Volumes {
    private static final Logger LOG = LoggerFactory.getLogger(Volumes.class);

    private final StorageBackend backend;
    private final Operations operations;
    private final NewContents newContents;
    private final Homes homes;
    private final PlaceChoice places;
    private final CreationsInDoubt inDoubt = new CreationsInDoubt();
    private final Paging<Volume, VolumeId> paging = new Paging<>(Volume::id, VolumeId::parse);

    /** Where no orchestrator can be asked who will use a volume. */
    public Volumes(StorageBackend backend, Operations operations, NewContents newContents, Homes homes) {
        this(backend, operations, newContents, homes, ClaimConsumers.NOT_ASKED);
    }

    public Volumes(
            StorageBackend backend,
            Operations operations,
            NewContents newContents,
            Homes homes,
            ClaimConsumers consumers) {
        this.backend = backend;
        this.operations = operations;
        this.newContents = newContents;
        this.homes = homes;
        this.places = new PlaceChoice(homes, consumers);
    }

    /** Makes the volume, or finds it made: the same request always leads to the same volume. */
    public Volume create(VolumeRequest request) {
        String stem = VolumeId.stemOf(request.name());
        List<Claim> claims = new ArrayList<>();
        claims.add(Claim.exclusive(stem));
        request.source().map(ContentSource::id).map(Claim::shared).ifPresent(claims::add);
        return operations.claimed(
                claims,
                held -> named(stem)
                        .map(volume -> same(stem, volume, request))
                        .orElseGet(() -> make(stem, request, held)));
    }

    private Volume same(String stem, Volume volume, VolumeRequest request) {
        inDoubt.settle(stem);
        requireSatisfied(volume, request);
        backend.state(volume.id().home())
                .filter(state -> !(state instanceof HomeState.Serving))
                .ifPresent(unusable -> {
                    // Whoever is told of it would send a workload to it.
                    throw unusable.refusal();
                });
        return volume;
    }

    private void requireSatisfied(Volume volume, VolumeRequest request) {
        Compatibility.difference(volume, homes.poolOf(volume.id()), request).ifPresent(difference -> {
            throw new StorageException.AlreadyExists("a volume named '" + request.name() + "' exists, " + volume.id()
                    + ", and does not satisfy this request: " + difference);
        });
    }

    private Volume make(String stem, VolumeRequest request, Operations.Claimed held) {
        Optional<HomeId> begun = inDoubt.home(stem).filter(homes::has);
        begun.ifPresent(home -> refuseWhereItCanNotBeAsked(home, request.name()));
        request.source().map(ContentSource::id).ifPresent(homes::refuseUnknown);
        PlacementDecision chosen = places.of(request);
        PlacementDecision decision = begun.map(chosen::first).orElse(chosen);
        ByteSize size = newContents.size(request);
        Volume made = firstWithRoom(decision, stem, request, size, held);
        LOG.atLevel(decision.knowsPod() ? Level.INFO : Level.DEBUG)
                .addKeyValue("volume", made.id())
                .addKeyValue("name", made.name())
                .addKeyValue("place", made.accessibleFrom())
                .addKeyValue("reason", decision.reason())
                .log("volume placed");
        return made;
    }

    /** An earlier try may have made it there; elsewhere there would be a second one then. */
    private void refuseWhereItCanNotBeAsked(HomeId home, String name) {
        backend.state(home)
                .filter(state -> !(state instanceof HomeState.Serving))
                .ifPresent(unusable -> {
                    throw new StorageException.Unavailable("'" + name
                            + "' may have been made already, by a request whose answer is missing, where nobody can be"
                            + " asked now: " + unusable.sentence());
                });
    }

    private Volume firstWithRoom(
            PlacementDecision decision, String stem, VolumeRequest request, ByteSize size, Operations.Claimed held) {
        StorageException full = null;
        for (Home home : decision.homes()) {
            Deadline.current().checkpoint();
            NewVolume volume = new NewVolume(
                    VolumeId.of(request.name(), home.id()),
                    request.name(),
                    size,
                    request.capabilities(),
                    request.parameters(),
                    request.source(),
                    request.claim());
            try {
                Volume made =
                        held.on(home.id(), () -> inDoubt.during(stem, home.id(), () -> backend.createVolume(volume)));
                // Somebody else may have made it meanwhile, for another request.
                requireSatisfied(made, request);
                return made;
            } catch (StorageException.ResourceExhausted noRoom) {
                full = decision.explained(noRoom);
            } catch (StorageException.Unavailable away) {
                if (inDoubt.home(stem).isPresent()) {
                    throw away;
                }
                StorageException refusal = refusal(home, request, away);
                full = full instanceof StorageException.ResourceExhausted ? full : refusal;
            }
        }
        throw full == null ? new StorageException.ResourceExhausted("no place to try") : full;
    }

    /**
     * What the caller is told of a home that can't be used. Where the volume may be placed elsewhere, that it shall look
     * there; where it can't, or the home is only being opened, that it shall try again.
     */
    private StorageException refusal(Home home, VolumeRequest request, StorageException.Unavailable away) {
        boolean sick = backend.state(home.id())
                .filter(state -> state instanceof HomeState.Sick
                        || state instanceof HomeState.Away
                        || state instanceof HomeState.ZoneDown)
                .isPresent();
        boolean mayGoElsewhere =
                request.source().isEmpty() && !request.accessibility().equals(TopologyRequirement.NONE);
        return sick && mayGoElsewhere
                ? new StorageException.ResourceExhausted(String.valueOf(away.getMessage()), away)
                : away;
    }

    /** Removes the volume; one that isn't there is removed already. */
    public void delete(VolumeId id) {
        homes.refuseElsewhere(id);
        operations.run(id.home(), List.of(Claim.exclusive(id)), () -> backend.deleteVolume(id));
    }

    /**
     * @throws StorageException.NotFound where there is no such volume
     */
    public Volume get(VolumeId id) {
        return backend.requiredVolume(id);
    }

    /** What is wrong with the volume, or with the place where it lives; empty where nothing is known to be. */
    public Optional<String> abnormal(VolumeId id) {
        return backend.abnormal(id);
    }

    public Page<Volume> list(PageRequest request) {
        return paging.page(request, backend::volumes);
    }

    /** Why the volume can't be used that way; empty where it can. */
    public Optional<String> validate(
            VolumeId id, Set<VolumeCapability> capabilities, Optional<VolumeParameters> parameters) {
        Volume volume = get(id);
        return Compatibility.unsupported(volume, capabilities)
                .or(() -> parameters.flatMap(
                        asked -> Compatibility.differsInParameters(volume, homes.poolOf(volume.id()), asked)));
    }

    /** Makes the volume larger; its device and filesystem follow by NodeExpandVolume. */
    public Volume expand(VolumeId id, CapacityRange range) {
        return operations.run(id.home(), List.of(Claim.exclusive(id)), () -> {
            Volume volume = get(id);
            ByteSize size = new Sizing(backend.sizeStep(volume.parameters())).ofExpanded(range, volume.capacity());
            return size.equals(volume.capacity()) ? volume : backend.expandVolume(id, size);
        });
    }

    /** What can still be made, in that place where one is named, and in the pool that the parameters name. */
    public Capacity capacity(Optional<Topology> place, VolumeParameters parameters) {
        return Placement.ofPool(homes.all(), parameters.pool()).stream()
                .filter(home -> place.map(
                                asked -> home.accessibleFrom().stream().anyMatch(asked::contains))
                        .orElse(true))
                .map(home -> backend.capacity(home.id(), parameters))
                .filter(capacity -> !capacity.equals(Capacity.NONE))
                .reduce(Capacity::plus)
                .orElse(Capacity.NONE);
    }

    private Optional<Volume> named(String stem) {
        return homes.firstOnAny(home -> backend.volume(VolumeId.ofStem(stem, home)));
    }
}
