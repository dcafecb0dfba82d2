package dev.zonal.csi.cloud.simulator;

import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.CloudException.Kind;
import dev.zonal.csi.cloud.description.CloudDescription;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.model.Spelling;
import dev.zonal.csi.store.Draft;
import dev.zonal.csi.store.ObjectStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * All that is in a simulated cloud: read once from its folder, then answered from memory; what changes is durable before it
 * is seen. One thread at a time.
 */
final class World {
    private static final String CONTROL = "cloud";
    private static final String DIGITS = "0123456789abcdefghijklmnopqrstuv";
    private static final int ID_LENGTH = 13;

    private final CloudDescription description;
    private final CloudFolder folder;
    private final FileTree files;
    private final InstantSource time;
    private final RandomGenerator random;
    private final Map<String, DiskRecord> disks = new TreeMap<>();
    private final Map<String, CutRecord> snapshots = new TreeMap<>();
    private final Map<String, InstanceRecord> instances = new TreeMap<>();
    private final PastStates past;
    private ControlRecord control;
    private final AtomicLong changes = new AtomicLong();

    /** @param time the machine's; the cloud's is ahead of it by what it was advanced */
    World(
            CloudDescription description,
            CloudFolder folder,
            FileTree files,
            InstantSource time,
            RandomGenerator random) {
        this.description = description;
        this.folder = folder;
        this.files = files;
        this.time = time;
        this.random = random;
        this.past = new PastStates(description.habits().staleReads());
        read(folder.disks(), disks);
        read(folder.snapshots(), snapshots);
        read(folder.instances(), instances);
        if (folder.control().names().isEmpty()) {
            try (Draft<ControlRecord> draft = folder.control().draft(CONTROL)) {
                draft.publish(ControlRecord.FRESH);
            }
        }
        control = folder.control().read(CONTROL);
    }

    private static <R extends Record> void read(ObjectStore<R> store, Map<String, R> into) {
        store.names().forEach(name -> into.put(name, store.read(name)));
    }

    CloudDescription description() {
        return description;
    }

    Instant now() {
        return time.instant().plusMillis(control.advancedMillis());
    }

    /** How many changes there were; read by any thread. */
    long changes() {
        return changes.get();
    }

    RandomGenerator random() {
        return random;
    }

    /** An id that nothing has. */
    String freshId(String kind) {
        String id = drawnId(kind);
        while (disks.containsKey(id) || snapshots.containsKey(id)) {
            id = drawnId(kind);
        }
        return id;
    }

    private String drawnId(String kind) {
        StringBuilder id = new StringBuilder(kind).append('-');
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        }
        return id.toString();
    }

    ControlRecord control() {
        return control;
    }

    void control(ControlRecord changed) {
        folder.control().rewrite(CONTROL, control, changed);
        control = changed;
        changes.incrementAndGet();
    }

    Map<String, DiskRecord> disks() {
        return disks;
    }

    Map<String, CutRecord> snapshots() {
        return snapshots;
    }

    Map<String, InstanceRecord> instances() {
        return instances;
    }

    CloudFolder folder() {
        return folder;
    }

    FileTree files() {
        return files;
    }

    PastStates past() {
        return past;
    }

    /** The disk, where it was not deleted. */
    DiskRecord disk(String id) {
        return Optional.ofNullable(disks.get(id))
                .orElseThrow(() -> new CloudException(
                        Kind.NOT_FOUND, "there is no disk " + id + "; zonal cloud disk list shows all"));
    }

    CutRecord snapshot(String id) {
        return Optional.ofNullable(snapshots.get(id))
                .orElseThrow(() -> new CloudException(
                        Kind.NOT_FOUND, "there is no snapshot " + id + "; zonal cloud snapshot list shows all"));
    }

    InstanceRecord instance(String name) {
        return Optional.ofNullable(instances.get(name))
                .orElseThrow(() -> new CloudException(
                        Kind.NOT_FOUND,
                        "there is no instance " + name
                                + Spelling.nearest(name, instances.keySet())
                                        .map(near -> "; did you mean '" + near + "'?")
                                        .orElse("; zonal cloud instance list shows all")));
    }

    /** An object that could not be published is not there: its id is drawn, so that no repeated call would come upon it. */
    private static <R extends Record> void publish(ObjectStore<R> store, String id, Consumer<Draft<R>> content) {
        try (Draft<R> draft = store.draft(id)) {
            content.accept(draft);
        } catch (HostException failure) {
            try {
                store.remove(id);
            } catch (HostException again) {
                failure.addSuppressed(again);
            }
            throw failure;
        }
    }

    /** @param content makes the image in the draft */
    void add(DiskRecord disk, Consumer<Draft<DiskRecord>> content) {
        publish(folder.disks(), disk.id(), draft -> {
            content.accept(draft);
            draft.publish(disk, CloudFolder.IMAGE);
        });
        past.changed(disk.id(), Optional.empty(), now());
        disks.put(disk.id(), disk);
        changes.incrementAndGet();
    }

    void change(DiskRecord before, DiskRecord after) {
        if (!after.equals(before)) {
            folder.disks().rewrite(before.id(), before, after);
            past.changed(before.id(), Optional.of(before), now());
            disks.put(after.id(), after);
            changes.incrementAndGet();
        }
    }

    void remove(DiskRecord disk) {
        folder.disks().remove(disk.id());
        past.changed(disk.id(), Optional.of(disk), now());
        disks.remove(disk.id());
        changes.incrementAndGet();
    }

    void add(CutRecord snapshot, Consumer<Draft<CutRecord>> content) {
        publish(folder.snapshots(), snapshot.id(), draft -> {
            content.accept(draft);
            draft.publish(snapshot, CloudFolder.IMAGE);
        });
        snapshots.put(snapshot.id(), snapshot);
        changes.incrementAndGet();
    }

    void remove(CutRecord snapshot) {
        folder.snapshots().remove(snapshot.id());
        snapshots.remove(snapshot.id());
        changes.incrementAndGet();
    }

    void add(InstanceRecord instance) {
        publish(folder.instances(), instance.name(), draft -> draft.publish(instance));
        instances.put(instance.name(), instance);
        changes.incrementAndGet();
    }

    void change(InstanceRecord before, InstanceRecord after) {
        folder.instances().rewrite(before.name(), before, after);
        instances.put(after.name(), after);
        changes.incrementAndGet();
    }

    void remove(InstanceRecord instance) {
        folder.instances().remove(instance.name());
        instances.remove(instance.name());
        changes.incrementAndGet();
    }

    /** @throws CloudException UNAVAILABLE where one of the zones is down */
    void requireUp(Iterable<String> zones) {
        for (String zone : zones) {
            if (control.downZones().contains(zone)) {
                throw new CloudException(Kind.UNAVAILABLE, "zone " + zone + " does not answer");
            }
        }
    }

    /** @throws CloudException INVALID where there is no such zone */
    String region(String zone) {
        return description
                .regionOf(zone)
                .orElseThrow(() -> new CloudException(
                        Kind.INVALID,
                        "there is no zone '" + zone + "'; there are " + String.join(", ", description.zones())));
    }

    /**
     * Whether that token was used for that request before.
     *
     * @throws CloudException TOKEN_REUSED where it was used for another one
     */
    static boolean isRepeated(TokenUse before, TokenUse now) {
        if (!before.token().equals(now.token())) {
            return false;
        }
        if (!before.request().equals(now.request())) {
            throw new CloudException(
                    Kind.TOKEN_REUSED,
                    "the client token " + now.token() + " was used for another request: " + before.request());
        }
        return true;
    }
}
