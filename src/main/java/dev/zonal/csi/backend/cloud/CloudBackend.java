package dev.zonal.csi.backend.cloud;

import dev.zonal.csi.backend.Capacity;
import dev.zonal.csi.backend.Feature;
import dev.zonal.csi.backend.Home;
import dev.zonal.csi.backend.HomeState;
import dev.zonal.csi.backend.ModifiableVolumes;
import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.backend.NodeAttachments;
import dev.zonal.csi.backend.StorageBackend;
import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.Instance;
import dev.zonal.csi.concurrent.FaultDomains;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The zones of a cloud as one backend: each volume is a disk in one of them. */
public final class CloudBackend implements StorageBackend, FaultDomains {
    private static final Logger LOG = LoggerFactory.getLogger(CloudBackend.class);

    /** What it offers. */
    public static final Set<Feature> FEATURES = Collections.unmodifiableSet(
            EnumSet.of(Feature.SNAPSHOTS, Feature.EXPANSION, Feature.ATTACHMENT, Feature.MODIFICATION));

    private final CloudParts parts;
    private final Categories categories;
    private final DiskVolumes volumes;
    private final DiskCuts cuts;
    private final DiskAttaching attaching;

    /**
     * @param cloud whose calls are repeated as far as that helps
     * @param prefix what the topology keys begin with
     */
    public CloudBackend(PatientCloud cloud, String prefix, Waiting waiting) {
        parts = CloudParts.of(cloud, prefix, waiting);
        categories = new Categories(parts.index());
        volumes = new DiskVolumes(parts, categories);
        cuts = new DiskCuts(parts);
        attaching = new DiskAttaching(parts);
    }

    /**
     * Asks the cloud for all that it has, so that what others did is known too.
     *
     * @return why it did not answer; empty where it did
     */
    public Optional<String> refresh() {
        return answered(parts::refresh);
    }

    /** The same of snapshots alone: whether they have become ready. */
    public Optional<String> refreshSnapshots() {
        return answered(parts::refreshCuts);
    }

    private static Optional<String> answered(Runnable question) {
        try {
            question.run();
            return Optional.empty();
        } catch (CloudException refused) {
            LOG.atWarn().addKeyValue("reason", refused.getMessage()).log("the cloud did not say what it has");
            return Optional.of(String.valueOf(refused.getMessage()));
        }
    }

    /** Whether snapshots are being stored, so that it is worth while to ask soon again. */
    public boolean awaitsSnapshots() {
        return parts.index().hasPendingCuts();
    }

    /** Volumes on their way to nodes. */
    public NodeAttachments attachments() {
        return attaching;
    }

    /** Volumes that get other disks. */
    public ModifiableVolumes modifications() {
        return volumes;
    }

    @Override
    public Set<Feature> features() {
        return FEATURES;
    }

    /** Zones with instances come first: what may be made anywhere is of use there. */
    @Override
    public List<Home> homes() {
        Set<String> inhabited =
                parts.index().instances().stream().map(Instance::zone).collect(Collectors.toSet());
        return parts.index().places().map(places -> places.homes(inhabited)).orElse(List.of());
    }

    @Override
    public Optional<HomeState> state(HomeId home) {
        if (!parts.index().isComplete()) {
            return Optional.of(new HomeState.Opening("cloud", parts.waiting().now()));
        }
        return place(home)
                .map(place -> place.zone().up()
                        ? new HomeState.Serving(place.zone().name())
                        : new HomeState.ZoneDown(place.zone().name()));
    }

    private Optional<Places.Place> place(HomeId home) {
        return parts.index().places().flatMap(known -> known.place(home));
    }

    @Override
    public boolean has(HomeId home) {
        return place(home).isPresent();
    }

    @Override
    public RuntimeException explained(HomeId home, RuntimeException failure) {
        return failure instanceof CloudException refused ? CloudRefusals.of(refused) : failure;
    }

    @Override
    public Optional<String> abnormal(VolumeId id) {
        return state(id.home())
                .filter(state -> !(state instanceof HomeState.Serving))
                .map(HomeState::sentence);
    }

    @Override
    public Capacity capacity(HomeId home, VolumeParameters parameters) {
        Places.Place place =
                place(home).orElseThrow(() -> new StorageException.NotFound("no zone of the cloud has the id " + home));
        return categories.capacity(parameters.disk(), place);
    }

    @Override
    public ByteSize sizeStep(VolumeParameters parameters) {
        return categories.sizeStep(parameters.disk());
    }

    @Override
    public Optional<Volume> volume(VolumeId id) {
        return parts.lookup().known(id).flatMap(parts.index()::volume);
    }

    /** The controller before this one may have made it a moment ago, and a list not show it yet. */
    @Override
    public Volume requiredVolume(VolumeId id) {
        return volume(id)
                .or(() ->
                        parts.lookup().disk(id).flatMap(parts.lookup()::asItIs).flatMap(parts.index()::volume))
                .orElseGet(() -> StorageBackend.super.requiredVolume(id));
    }

    @Override
    public List<Volume> volumes(Optional<VolumeId> after, int limit) {
        return parts.index().catalogue().volumes(after, limit);
    }

    @Override
    public Volume createVolume(NewVolume volume) {
        return CloudRefusals.changing(() -> volumes.create(volume));
    }

    @Override
    public void deleteVolume(VolumeId id) {
        volumes.delete(id);
    }

    @Override
    public Volume expandVolume(VolumeId id, ByteSize capacity) {
        return CloudRefusals.changing(() -> volumes.expand(id, capacity));
    }

    @Override
    public Optional<Snapshot> snapshot(SnapshotId id) {
        return parts.index().catalogue().snapshot(id);
    }

    @Override
    public Snapshot requiredSnapshot(SnapshotId id) {
        return snapshot(id)
                .or(() -> parts.lookup().cut(id).flatMap(parts.index()::snapshot))
                .orElseGet(() -> StorageBackend.super.requiredSnapshot(id));
    }

    @Override
    public Snapshot awaitReady(SnapshotId id) {
        return CloudRefusals.changing(() -> cuts.awaitReady(id));
    }

    @Override
    public List<Snapshot> snapshots(Optional<SnapshotId> after, int limit) {
        return parts.index().catalogue().snapshots(after, limit);
    }

    @Override
    public List<Snapshot> snapshotsOf(VolumeId source, Optional<SnapshotId> after, int limit) {
        return parts.index().catalogue().snapshotsOf(source, after, limit);
    }

    @Override
    public Snapshot createSnapshot(NewSnapshot snapshot) {
        return cuts.create(snapshot);
    }

    @Override
    public void deleteSnapshot(SnapshotId id) {
        cuts.delete(id);
    }
}
