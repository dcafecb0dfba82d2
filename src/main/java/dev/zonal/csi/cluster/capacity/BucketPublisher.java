package dev.zonal.csi.cluster.capacity;

import dev.zonal.csi.cluster.ApiClient;
import dev.zonal.csi.cluster.LeaderLease;
import dev.zonal.csi.cluster.capacity.CapacityPlan.There;
import dev.zonal.csi.model.VolumeParameters;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps labels of nodes and capacity objects in step with what the pools have room for, in the controller that holds the
 * Lease. To be called at its pace, by one thread. What is there is looked at now and then; in between only what
 * changes is written, and never more than a certain number of writes at a time, those first that take room away.
 */
public final class BucketPublisher implements AutoCloseable {
    public static final Duration PACE = Duration.ofSeconds(2);

    static final int MOST_WRITES = 400;
    static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);

    /** Where there may be more to see. */
    static final Duration UNTIL_NEXT_LOOK = Duration.ofSeconds(10);

    /** The Lease has to be renewed in time, however slow the API server is. */
    private static final Duration LONGEST_WRITING = Duration.ofSeconds(3);

    private final LeaderLease lease;
    private final String driver;
    private final NodeBuckets nodes;
    private final CapacityObjects objects;
    private final SpaceClasses classes;
    private final Supplier<List<PoolRoom>> rooms;
    private final LongSupplier nanoTime;
    private SteadyBuckets steady = new SteadyBuckets();
    private Optional<There> there = Optional.empty();
    private Set<String> former = Set.of();
    private boolean settled;
    private long looked;

    /**
     * @param parameters reads those of a StorageClass
     * @param rooms of all pools, nothing in those that can't be used now; the first is of the pool for classes that name none
     * @param nanoTime a clock that never goes back
     */
    public BucketPublisher(
            ApiClient api,
            String driver,
            LeaderLease lease,
            Function<Map<String, String>, VolumeParameters> parameters,
            Supplier<List<PoolRoom>> rooms,
            LongSupplier nanoTime) {
        this.lease = lease;
        this.driver = driver;
        this.nodes = new NodeBuckets(api, driver);
        this.objects = new CapacityObjects(api, driver);
        this.classes = new SpaceClasses(api, driver, parameters);
        this.rooms = rooms;
        this.nanoTime = nanoTime;
    }

    /** @throws IOException where the API server can't be asked; the next time is another try */
    public void publish() throws IOException {
        lease.renew();
        if (!lease.leads()) {
            forget();
            return;
        }
        try {
            List<PoolRoom> free = rooms.get();
            There now = there(free);
            List<ClassOfSpace> known = classes.look(free.stream().findFirst().map(PoolRoom::pool));
            Map<Spot, Bucket> wanted = steady.settle(published(now), buckets(free, known), nanoTime.getAsLong());
            write(now, CapacityPlan.of(driver, now, wanted, known));
        } catch (IOException | RuntimeException failed) {
            // What was written is not known.
            there = Optional.empty();
            throw failed;
        }
    }

    private void forget() {
        there = Optional.empty();
        steady = new SteadyBuckets();
    }

    private There there(List<PoolRoom> free) throws IOException {
        long age = nanoTime.getAsLong() - looked;
        Optional<There> fresh = there.filter(known -> age < UNTIL_NEXT_LOOK.toNanos()
                || (age < BETWEEN_LOOKS.toNanos() && settled && knowsAllNodes(known, free)));
        if (fresh.isPresent()) {
            return fresh.get();
        }
        looked = nanoTime.getAsLong();
        CapacityObjects.Found found = objects.look();
        There now = new There(nodes.look(), found.ours(), lease.uid());
        // Nobody else would keep these in step, or remove them, once the last provisioner that publishes has ended.
        former = new TreeSet<>(found.ofProvisioner().keySet());
        settled = former.isEmpty();
        there = Optional.of(now);
        return now;
    }

    private static boolean knowsAllNodes(There known, List<PoolRoom> free) {
        return free.stream().allMatch(room -> known.labels().containsKey(room.node()));
    }

    private Map<Spot, Bucket> published(There now) {
        Map<Spot, Bucket> published = new HashMap<>();
        now.labels()
                .forEach((node, labels) -> labels.forEach((label, value) -> Space.ofLabel(driver, label)
                        .ifPresent(space -> published.put(
                                new Spot(node, space), Bucket.parse(value).orElse(Bucket.NONE)))));
        return published;
    }

    /** Of the spaces that any class takes from. */
    private static Map<Spot, Bucket> buckets(List<PoolRoom> free, List<ClassOfSpace> classes) {
        Set<Space> spaces = classes.stream().map(ClassOfSpace::space).collect(Collectors.toSet());
        Map<Spot, Bucket> buckets = new HashMap<>();
        for (PoolRoom room : free) {
            spaces.stream()
                    .filter(space -> space.pool().equals(room.pool()))
                    .forEach(space ->
                            buckets.put(new Spot(room.node(), space), Bucket.of(room.of(space.provisioning()))));
        }
        return buckets;
    }

    private void write(There now, CapacityPlan plan) throws IOException {
        long end = nanoTime.getAsLong() + LONGEST_WRITING.toNanos();
        int left = MOST_WRITES;
        for (Write next : (Iterable<Write>) writes(now, plan)::iterator) {
            if (left == 0 || nanoTime.getAsLong() - end >= 0 || !lease.leads()) {
                return;
            }
            next.run();
            left--;
        }
    }

    @FunctionalInterface
    private interface Write {
        void run() throws IOException;
    }

    private Stream<Write> writes(There now, CapacityPlan plan) {
        return Stream.of(
                        plan.superfluous().stream().<Write>map(name -> () -> {
                            objects.remove(name);
                            now.objects().remove(name);
                        }),
                        labels(now, plan.lowered()),
                        plan.missing().stream().<Write>map(object -> () -> make(now, object)),
                        labels(now, plan.raised()),
                        List.copyOf(former).stream().<Write>map(name -> () -> {
                            objects.remove(name);
                            former.remove(name);
                        }))
                .flatMap(writes -> writes);
    }

    private Stream<Write> labels(There now, Map<String, Map<String, Optional<String>>> changes) {
        return changes.entrySet().stream().map(change -> () -> {
            if (!nodes.write(change.getKey(), change.getValue())) {
                now.labels().remove(change.getKey());
                return;
            }
            Map<String, String> labels = now.labels().getOrDefault(change.getKey(), new HashMap<>());
            change.getValue()
                    .forEach((label, value) ->
                            value.ifPresentOrElse(text -> labels.put(label, text), () -> labels.remove(label)));
        });
    }

    private void make(There now, CapacityObject object) throws IOException {
        if (objects.make(object, lease.name())) {
            now.objects().put(object.name(), object.json(driver, lease.name()));
        } else {
            // One of that name that was not there before, or that is going.
            there = Optional.empty();
        }
    }

    /** Another controller may take over at once. */
    @Override
    public void close() throws IOException {
        lease.release();
    }
}
