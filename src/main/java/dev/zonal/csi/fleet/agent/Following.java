package dev.zonal.csi.fleet.agent;

import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.content.ChangeLog;
import dev.zonal.csi.backend.local.content.ObjectIndex;
import dev.zonal.csi.backend.local.pool.OpenPool;
import dev.zonal.csi.backend.local.pool.Pool;
import dev.zonal.csi.concurrent.Deadline;
import dev.zonal.csi.fleet.HomeReport;
import dev.zonal.csi.fleet.Report;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.ObjectId;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What one controller follows. It keeps no copy of anything that it has told: of what has changed it tells how that is now.
 * A pool that was opened anew is told anew.
 */
final class Following {
    /** Below the 4 MiB of a message, also where every text is as long as it may be. */
    private static final int PAGE = 250;

    /** So often it is looked how the homes are, where nothing changes in them. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final Duration BEAT = Duration.ofSeconds(5);

    /** What changes within so long is told together: a controller knows what it did itself by the answers. */
    private static final Duration GATHERED = Duration.ofMillis(20);

    private final NodeAgent.Identity identity;
    private final LocalBackend backend;
    private final ChangeLog changes;
    private final HomeReports reports;
    private final Consumer<Report> follower;
    private final BooleanSupplier closed;
    private final Map<HomeId, ObjectIndex> told = new HashMap<>();
    private Optional<List<HomeReport>> lastHomes = Optional.empty();
    private long seen;
    private long lastReport;

    Following(NodeAgent.Identity identity, LocalBackend backend, Consumer<Report> follower, BooleanSupplier closed) {
        this.identity = identity;
        this.backend = backend;
        this.changes = backend.changes();
        this.reports = new HomeReports(backend, System::nanoTime);
        this.follower = follower;
        this.closed = closed;
        this.seen = changes.revision();
    }

    void run() {
        tell(new Report.Hello(seen, identity.node(), identity.driver(), identity.version()));
        while (!closed.getAsBoolean()) {
            Deadline.current().checkpoint();
            long now = changes.revision();
            Set<ObjectId> changed = changes.since(seen)
                    .orElseThrow(() -> new StorageException.Unavailable(
                            "more has changed than is remembered for whoever follows; begin anew"));
            tellHomes(now);
            tellChanged(now, changed);
            seen = now;
            tellOpened();
            if (System.nanoTime() - lastReport >= BEAT.toNanos()) {
                tell(new Report.Beat(now));
            }
            changes.await(seen, LOOK);
            gather();
        }
        throw new StorageException.Unavailable("the driver is stopping");
    }

    private static void gather() {
        try {
            Thread.sleep(GATHERED);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StorageException.Unavailable("the driver is stopping");
        }
    }

    private void tell(Report report) {
        follower.accept(report);
        lastReport = System.nanoTime();
    }

    private void tellHomes(long now) {
        Optional<List<HomeReport>> homes = Optional.of(reports.now());
        if (!homes.equals(lastHomes)) {
            tell(new Report.Homes(now, homes.get()));
            lastHomes = homes;
        }
    }

    /** Those of pools that are told already; the others follow whole. */
    private void tellChanged(long now, Set<ObjectId> changed) {
        List<ObjectId> batch = new ArrayList<>(PAGE);
        for (ObjectId id : changed) {
            if (told.containsKey(id.home())) {
                batch.add(id);
            }
            if (batch.size() == PAGE) {
                tell(asTheyAre(now, batch));
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            tell(asTheyAre(now, batch));
        }
    }

    private Report asTheyAre(long now, Collection<ObjectId> ids) {
        List<Volume> volumes = new ArrayList<>();
        List<Snapshot> snapshots = new ArrayList<>();
        List<ObjectId> gone = new ArrayList<>();
        for (ObjectId id : ids) {
            Optional<ObjectIndex> index = Optional.ofNullable(told.get(id.home()));
            switch (id) {
                case VolumeId volume ->
                    index.flatMap(all -> all.listed(volume)).ifPresentOrElse(volumes::add, () -> gone.add(id));
                case SnapshotId snapshot ->
                    index.flatMap(all -> all.listed(snapshot)).ifPresentOrElse(snapshots::add, () -> gone.add(id));
            }
        }
        return new Report.Objects(now, volumes, snapshots, gone);
    }

    /** Everything in pools that are open and were not told yet, or were opened anew. */
    private void tellOpened() {
        for (Pool pool : backend.pools()) {
            Optional<ObjectIndex> index = pool.open().map(OpenPool::index);
            HomeId home = pool.home().id();
            if (index.isPresent() && !index.equals(Optional.ofNullable(told.get(home)))) {
                tellAll(home, index.get());
            }
        }
    }

    private void tellAll(HomeId home, ObjectIndex index) {
        long now = changes.revision();
        tellPages(index::volumes, Volume::id, page -> tell(new Report.Objects(now, page, List.of(), List.of())));
        tellPages(index::snapshots, Snapshot::id, page -> tell(new Report.Objects(now, List.of(), page, List.of())));
        tell(new Report.Complete(now, home));
        told.put(home, index);
    }

    private static <T, I> void tellPages(
            BiFunction<Optional<I>, Integer, List<T>> entriesAfter, Function<T, I> idOf, Consumer<List<T>> tell) {
        Optional<I> after = Optional.empty();
        while (true) {
            List<T> page = entriesAfter.apply(after, PAGE);
            if (!page.isEmpty()) {
                tell.accept(page);
                after = Optional.of(idOf.apply(page.getLast()));
            }
            if (page.size() < PAGE) {
                return;
            }
        }
    }
}
