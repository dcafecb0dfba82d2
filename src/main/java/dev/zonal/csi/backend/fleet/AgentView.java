package dev.zonal.csi.backend.fleet;

import dev.zonal.csi.backend.AgentStatus.PoolStatus;
import dev.zonal.csi.backend.Capacity;
import dev.zonal.csi.backend.Catalogue;
import dev.zonal.csi.backend.Home;
import dev.zonal.csi.backend.HomeState;
import dev.zonal.csi.fleet.Effect;
import dev.zonal.csi.fleet.HomeCapacity;
import dev.zonal.csi.fleet.HomeReport;
import dev.zonal.csi.fleet.Report;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.ObjectId;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What one agent has reported, and answered to commands, brought together in the catalogue of all agents.
 *
 * <p>A report may have been on its way while a command changed what it says. INVARIANT: of each object the catalogue holds
 * what was seen at the highest count of changes: an answer is known at once, and no report that is older takes it back.
 */
final class AgentView {
    private final Catalogue catalogue;

    /** What the answer to a command has said, until a report has seen as much. */
    private final Map<ObjectId, Long> answered = new HashMap<>();

    /** What is in the catalogue of each home. */
    private final Map<HomeId, Set<ObjectId>> held = new HashMap<>();

    /** What was reported of each home since the session began. */
    private final Map<HomeId, Set<ObjectId>> reported = new HashMap<>();

    /** Those of which everything was reported at least once. */
    private final Set<HomeId> complete = ConcurrentHashMap.newKeySet();

    private final Map<HomeId, CapacityAt> capacities = new ConcurrentHashMap<>();
    private volatile List<HomeReport> homes = List.of();
    private volatile boolean everReported;
    private boolean ended;

    private record CapacityAt(long revision, HomeCapacity capacity) {}

    AgentView(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** A session begins: everything will be reported anew. Until it is, what was known stays. */
    synchronized void begin() {
        answered.clear();
        reported.clear();
        capacities.clear();
    }

    /**
     * Nothing of it counts any more.
     *
     * @param own the homes that no other agent has meanwhile
     */
    synchronized void end(Set<HomeId> own) {
        ended = true;
        own.forEach(home -> forget(Set.copyOf(held.getOrDefault(home, Set.of()))));
        homes = List.of();
    }

    synchronized void take(Report report) {
        if (ended) {
            return;
        }
        switch (report) {
            case Report.Homes now -> take(now);
            case Report.Objects now -> take(now);
            case Report.Complete now -> take(now);
            case Report.Hello _, Report.Beat _ -> {
                // They say nothing of objects.
            }
        }
        answered.values().removeIf(revision -> revision <= report.revision());
    }

    private void take(Report.Homes report) {
        homes = report.homes();
        everReported = true;
        homes.forEach(home -> remember(home.home().id(), new CapacityAt(report.revision(), home.capacity())));
        Set<HomeId> gone = new HashSet<>(held.keySet());
        homes.forEach(home -> gone.remove(home.home().id()));
        gone.forEach(home -> {
            forget(Set.copyOf(held.getOrDefault(home, Set.of())));
            held.remove(home);
            complete.remove(home);
        });
    }

    private void remember(HomeId home, CapacityAt seen) {
        capacities.merge(home, seen, (before, now) -> now.revision() >= before.revision() ? now : before);
    }

    private void take(Report.Objects report) {
        report.volumes().stream()
                .filter(volume -> isNews(volume.id(), report.revision()))
                .forEach(this::put);
        report.snapshots().stream()
                .filter(snapshot -> isNews(snapshot.id(), report.revision()))
                .forEach(this::put);
        forget(report.gone().stream()
                .filter(id -> isNews(id, report.revision()))
                .toList());
    }

    private boolean isNews(ObjectId id, long revision) {
        return answered.getOrDefault(id, Long.MIN_VALUE) <= revision;
    }

    /** What was in the catalogue before and was not reported is gone; but not what was made since it was looked. */
    private void take(Report.Complete report) {
        Set<ObjectId> gone = new HashSet<>(held.getOrDefault(report.home(), Set.of()));
        gone.removeAll(reported.getOrDefault(report.home(), Set.of()));
        gone.removeIf(id -> !isNews(id, report.revision()));
        forget(gone);
        complete.add(report.home());
    }

    private void put(Volume volume) {
        catalogue.put(volume.withAccessibleFrom(shared(volume.id().home(), volume.accessibleFrom())));
        hold(volume.id());
    }

    private void put(Snapshot snapshot) {
        catalogue.put(snapshot.withAccessibleFrom(shared(snapshot.id().home(), snapshot.accessibleFrom())));
        hold(snapshot.id());
    }

    /** All objects of a home are in the same places: told once for each, they are half of what a fleet takes in memory. */
    private List<Topology> shared(HomeId home, List<Topology> places) {
        for (HomeReport report : homes) {
            Home reported = report.home();
            if (reported.id().equals(home) && reported.accessibleFrom().equals(places)) {
                return reported.accessibleFrom();
            }
        }
        return places;
    }

    private void hold(ObjectId id) {
        held.computeIfAbsent(id.home(), _ -> new HashSet<>()).add(id);
        reported.computeIfAbsent(id.home(), _ -> new HashSet<>()).add(id);
    }

    private void forget(Iterable<? extends ObjectId> ids) {
        for (ObjectId id : ids) {
            switch (id) {
                case VolumeId volume -> catalogue.remove(volume);
                case SnapshotId snapshot -> catalogue.remove(snapshot);
            }
            held.getOrDefault(id.home(), new HashSet<>()).remove(id);
        }
    }

    synchronized void made(Effect<Volume> effect) {
        answered(effect.result().id(), effect);
        put(effect.result());
    }

    synchronized void cut(Effect<Snapshot> effect) {
        answered(effect.result().id(), effect);
        put(effect.result());
    }

    synchronized void removed(Effect<? extends ObjectId> effect) {
        answered(effect.result(), effect);
        forget(Set.of(effect.result()));
    }

    private void answered(ObjectId id, Effect<?> effect) {
        answered.merge(id, effect.revision(), Math::max);
        remember(id.home(), new CapacityAt(effect.revision(), effect.capacity()));
    }

    /** All of its homes, of a node that has reported them at least once. */
    List<HomeReport> homes() {
        return homes;
    }

    Optional<HomeReport> home(HomeId id) {
        return homes.stream()
                .filter(home -> home.opened() && home.home().id().equals(id))
                .findFirst();
    }

    /** How each of its homes is, in numbers. */
    synchronized List<PoolStatus> pools(Optional<HomeState.Away> away) {
        return homes.stream().map(home -> pool(home, away)).toList();
    }

    private PoolStatus pool(HomeReport report, Optional<HomeState.Away> away) {
        HomeId id = report.home().id();
        HomeState state = away.<HomeState>map(unreachable -> unreachable).orElseGet(report::state);
        Capacity capacity = state instanceof HomeState.Serving ? capacity(id).of(Provisioning.THIN) : Capacity.NONE;
        Set<ObjectId> objects = held.getOrDefault(id, Set.of());
        long volumes = objects.stream().filter(VolumeId.class::isInstance).count();
        return new PoolStatus(report.home().pool(), state, capacity.available(), volumes, objects.size() - volumes);
    }

    /** Whether everything that was opened on the node has been reported at least once. */
    boolean isWhole() {
        return everReported
                && homes.stream()
                        .filter(HomeReport::opened)
                        .allMatch(home -> isComplete(home.home().id()));
    }

    boolean isComplete(HomeId home) {
        return complete.contains(home);
    }

    HomeCapacity capacity(HomeId home) {
        return Optional.ofNullable(capacities.get(home))
                .map(CapacityAt::capacity)
                .orElse(HomeCapacity.NONE);
    }
}
