package dev.zonal.csi.fleet.wire;

import dev.zonal.csi.backend.Capacity;
import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.fleet.Effect;
import dev.zonal.csi.fleet.HomeCapacity;
import dev.zonal.csi.fleet.v1.AgentCreateSnapshotRequest;
import dev.zonal.csi.fleet.v1.AgentCreateVolumeRequest;
import dev.zonal.csi.fleet.v1.DeletionEffect;
import dev.zonal.csi.fleet.v1.SnapshotEffect;
import dev.zonal.csi.fleet.v1.VolumeEffect;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;

/** Commands and their effects on the wire. */
final class CommandMessages {
    private CommandMessages() {}

    static AgentCreateVolumeRequest message(NewVolume volume) {
        dev.zonal.csi.fleet.v1.Volume.Builder message = dev.zonal.csi.fleet.v1.Volume.newBuilder()
                .setId(volume.id().value())
                .setName(volume.name())
                .setCapacityBytes(volume.capacity().bytes())
                .addAllCapabilities(ObjectMessages.capabilities(volume.capabilities()))
                .setParameters(ObjectMessages.message(volume.parameters()));
        volume.source().ifPresent(source -> ObjectMessages.setSource(message, source));
        volume.claim().map(ObjectMessages::message).ifPresent(message::setClaim);
        return AgentCreateVolumeRequest.newBuilder().setVolume(message).build();
    }

    static NewVolume newVolume(AgentCreateVolumeRequest request) {
        dev.zonal.csi.fleet.v1.Volume message = request.getVolume();
        return new NewVolume(
                new VolumeId(message.getId()),
                message.getName(),
                ByteSize.ofBytes(message.getCapacityBytes()),
                ObjectMessages.capabilities(message.getCapabilitiesList()),
                ObjectMessages.parameters(message.getParameters()),
                ObjectMessages.source(message),
                ObjectMessages.object(message.getClaim()));
    }

    static AgentCreateSnapshotRequest message(NewSnapshot snapshot) {
        AgentCreateSnapshotRequest.Builder message = AgentCreateSnapshotRequest.newBuilder()
                .setSnapshotId(snapshot.id().value())
                .setName(snapshot.name())
                .setSourceVolumeId(snapshot.source().value())
                .setConsistency(snapshot.consistency().name());
        snapshot.volumeSnapshot().map(ObjectMessages::message).ifPresent(message::setVolumeSnapshot);
        return message.build();
    }

    static NewSnapshot newSnapshot(AgentCreateSnapshotRequest request) {
        return new NewSnapshot(
                new SnapshotId(request.getSnapshotId()),
                request.getName(),
                new VolumeId(request.getSourceVolumeId()),
                Consistency.valueOf(request.getConsistency()),
                ObjectMessages.object(request.getVolumeSnapshot()));
    }

    static VolumeEffect ofVolume(Effect<Volume> effect) {
        return VolumeEffect.newBuilder()
                .setEffect(message(effect))
                .setVolume(ObjectMessages.message(effect.result()))
                .build();
    }

    static Effect<Volume> effect(VolumeEffect message) {
        return effect(message.getEffect(), ObjectMessages.volume(message.getVolume()));
    }

    static SnapshotEffect ofSnapshot(Effect<Snapshot> effect) {
        return SnapshotEffect.newBuilder()
                .setEffect(message(effect))
                .setSnapshot(ObjectMessages.message(effect.result()))
                .build();
    }

    static Effect<Snapshot> effect(SnapshotEffect message) {
        return effect(message.getEffect(), ObjectMessages.snapshot(message.getSnapshot()));
    }

    static DeletionEffect ofDeletion(Effect<?> effect) {
        return DeletionEffect.newBuilder().setEffect(message(effect)).build();
    }

    static <T> Effect<T> effect(DeletionEffect message, T id) {
        return effect(message.getEffect(), id);
    }

    private static dev.zonal.csi.fleet.v1.Effect message(Effect<?> effect) {
        return dev.zonal.csi.fleet.v1.Effect.newBuilder()
                .setRevision(effect.revision())
                .setCapacity(message(effect.capacity()))
                .build();
    }

    private static <T> Effect<T> effect(dev.zonal.csi.fleet.v1.Effect message, T result) {
        return new Effect<>(result, message.getRevision(), capacity(message.getCapacity()));
    }

    static dev.zonal.csi.fleet.v1.HomeCapacity message(HomeCapacity capacity) {
        return dev.zonal.csi.fleet.v1.HomeCapacity.newBuilder()
                .setThin(message(capacity.thin()))
                .setThick(message(capacity.thick()))
                .build();
    }

    static HomeCapacity capacity(dev.zonal.csi.fleet.v1.HomeCapacity message) {
        return new HomeCapacity(capacity(message.getThin()), capacity(message.getThick()));
    }

    private static dev.zonal.csi.fleet.v1.Capacity message(Capacity capacity) {
        return dev.zonal.csi.fleet.v1.Capacity.newBuilder()
                .setAvailableBytes(capacity.available().bytes())
                .setMaximumVolumeBytes(capacity.maximumVolume().bytes())
                .setMinimumVolumeBytes(capacity.minimumVolume().bytes())
                .build();
    }

    private static Capacity capacity(dev.zonal.csi.fleet.v1.Capacity message) {
        return new Capacity(
                ByteSize.ofBytes(message.getAvailableBytes()),
                ByteSize.ofBytes(message.getMaximumVolumeBytes()),
                ByteSize.ofBytes(message.getMinimumVolumeBytes()));
    }
}
