package dev.zonal.csi.cloud.wire;

import dev.zonal.csi.cloud.AttachDisk;
import dev.zonal.csi.cloud.ClientToken;
import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.CloudException.Kind;
import dev.zonal.csi.cloud.DetachDisk;
import dev.zonal.csi.cloud.DiskChange;
import dev.zonal.csi.cloud.DiskId;
import dev.zonal.csi.cloud.DiskSnapshotId;
import dev.zonal.csi.cloud.InstanceId;
import dev.zonal.csi.cloud.NewDisk;
import dev.zonal.csi.cloud.NewInstance;
import dev.zonal.csi.cloud.v1.AddInstanceRequest;
import dev.zonal.csi.cloud.v1.AttachDiskRequest;
import dev.zonal.csi.cloud.v1.Caller;
import dev.zonal.csi.cloud.v1.CreateDiskRequest;
import dev.zonal.csi.cloud.v1.DetachDiskRequest;
import dev.zonal.csi.cloud.v1.ModifyDiskRequest;
import dev.zonal.csi.model.ByteSize;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What a cloud is asked for, as messages of the wire and back. */
final class RequestMessages {
    private RequestMessages() {}

    static ClientToken token(Caller caller) {
        return new ClientToken(caller.getClientToken());
    }

    static NewInstance instance(AddInstanceRequest request) {
        return new NewInstance(new InstanceId(request.getName()), request.getZone(), request.getType());
    }

    static AddInstanceRequest message(NewInstance instance, Caller caller) {
        return AddInstanceRequest.newBuilder()
                .setCaller(caller)
                .setName(instance.id().text())
                .setZone(instance.zone())
                .setType(instance.type())
                .build();
    }

    static NewDisk disk(CreateDiskRequest request) {
        return new NewDisk(
                Set.copyOf(request.getZonesList()),
                request.getCategory(),
                size("size_bytes", request.getSizeBytes()),
                number(request.getIops()),
                CloudMessages.present(request.getSource()).map(DiskSnapshotId::new),
                request.getTagsMap());
    }

    static CreateDiskRequest message(NewDisk disk, Caller caller) {
        return CreateDiskRequest.newBuilder()
                .setCaller(caller)
                .addAllZones(disk.zones())
                .setCategory(disk.category())
                .setSizeBytes(disk.size().bytes())
                .setIops(disk.iops().orElse(0))
                .setSource(disk.source().map(DiskSnapshotId::text).orElse(""))
                .putAllTags(disk.tags())
                .build();
    }

    static AttachDisk attach(AttachDiskRequest request) {
        return new AttachDisk(
                new DiskId(request.getDisk()), new InstanceId(request.getInstance()), request.getReadOnly());
    }

    static AttachDiskRequest message(AttachDisk request, Caller caller) {
        return AttachDiskRequest.newBuilder()
                .setCaller(caller)
                .setDisk(request.disk().text())
                .setInstance(request.instance().text())
                .setReadOnly(request.readOnly())
                .build();
    }

    static DetachDisk detach(DetachDiskRequest request) {
        return new DetachDisk(new DiskId(request.getDisk()), new InstanceId(request.getInstance()), request.getForce());
    }

    static DetachDiskRequest message(DetachDisk request, Caller caller) {
        return DetachDiskRequest.newBuilder()
                .setCaller(caller)
                .setDisk(request.disk().text())
                .setInstance(request.instance().text())
                .setForce(request.force())
                .build();
    }

    static DiskChange change(ModifyDiskRequest request) {
        return new DiskChange(
                request.getSizeBytes() == 0
                        ? Optional.empty()
                        : Optional.of(size("size_bytes", request.getSizeBytes())),
                CloudMessages.present(request.getCategory()),
                number(request.getIops()));
    }

    static ModifyDiskRequest message(DiskId disk, DiskChange change, Caller caller) {
        return ModifyDiskRequest.newBuilder()
                .setCaller(caller)
                .setDisk(disk.text())
                .setSizeBytes(change.size().map(ByteSize::bytes).orElse(0L))
                .setCategory(change.category().orElse(""))
                .setIops(change.iops().orElse(0))
                .build();
    }

    private static ByteSize size(String field, long bytes) {
        if (bytes < 0) {
            throw new CloudException(Kind.INVALID, field + ": a size is never negative: " + bytes);
        }
        return ByteSize.ofBytes(bytes);
    }

    private static OptionalLong number(long value) {
        return value == 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
