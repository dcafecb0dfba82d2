package dev.zonal.csi.cloud.wire;

import com.google.protobuf.Timestamp;
import dev.zonal.csi.cloud.CloudOffer;
import dev.zonal.csi.cloud.Disk;
import dev.zonal.csi.cloud.DiskAttachment;
import dev.zonal.csi.cloud.DiskCategory;
import dev.zonal.csi.cloud.DiskId;
import dev.zonal.csi.cloud.DiskSnapshot;
import dev.zonal.csi.cloud.DiskSnapshotId;
import dev.zonal.csi.cloud.DiskState;
import dev.zonal.csi.cloud.Instance;
import dev.zonal.csi.cloud.InstanceId;
import dev.zonal.csi.cloud.InstanceType;
import dev.zonal.csi.cloud.Region;
import dev.zonal.csi.cloud.Zone;
import dev.zonal.csi.cloud.v1.AttachmentMessage;
import dev.zonal.csi.cloud.v1.CategoryMessage;
import dev.zonal.csi.cloud.v1.DescribeOfferResponse;
import dev.zonal.csi.cloud.v1.DiskMessage;
import dev.zonal.csi.cloud.v1.DiskSnapshotMessage;
import dev.zonal.csi.cloud.v1.InstanceMessage;
import dev.zonal.csi.cloud.v1.InstanceTypeMessage;
import dev.zonal.csi.cloud.v1.RegionMessage;
import dev.zonal.csi.cloud.v1.ZoneMessage;
import dev.zonal.csi.model.ByteSize;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a cloud tells of, as messages of the wire and back. */
public final class CloudMessages {
    private CloudMessages() {}

    public static DiskMessage message(Disk disk) {
        return DiskMessage.newBuilder()
                .setId(disk.id().text())
                .addAllZones(new TreeSet<>(disk.zones()))
                .setCategory(disk.category())
                .setSizeBytes(disk.size().bytes())
                .setIops(disk.iops())
                .setState(DiskMessage.State.valueOf(disk.state().name()))
                .setSerial(disk.serial())
                .setSource(disk.source().map(DiskSnapshotId::text).orElse(""))
                .addAllAttachments(
                        disk.attachments().stream().map(CloudMessages::message).toList())
                .setModifying(disk.modifying())
                .setCreated(message(disk.created()))
                .putAllTags(disk.tags())
                .build();
    }

    private static AttachmentMessage message(DiskAttachment attachment) {
        return AttachmentMessage.newBuilder()
                .setInstance(attachment.instance().text())
                .setLaunch(attachment.launch())
                .setReadOnly(attachment.readOnly())
                .setState(AttachmentMessage.State.valueOf(attachment.state().name()))
                .setDeviceHint(attachment.deviceHint())
                .build();
    }

    static Disk disk(DiskMessage message) {
        return new Disk(
                new DiskId(message.getId()),
                Set.copyOf(message.getZonesList()),
                message.getCategory(),
                ByteSize.ofBytes(message.getSizeBytes()),
                message.getIops(),
                DiskState.valueOf(message.getState().name()),
                message.getSerial(),
                present(message.getSource()).map(DiskSnapshotId::new),
                message.getAttachmentsList().stream()
                        .map(CloudMessages::attachment)
                        .toList(),
                message.getModifying(),
                instant(message.getCreated()),
                message.getTagsMap());
    }

    private static DiskAttachment attachment(AttachmentMessage message) {
        return new DiskAttachment(
                new InstanceId(message.getInstance()),
                message.getLaunch(),
                message.getReadOnly(),
                DiskAttachment.State.valueOf(message.getState().name()),
                message.getDeviceHint());
    }

    public static DiskSnapshotMessage message(DiskSnapshot snapshot) {
        return DiskSnapshotMessage.newBuilder()
                .setId(snapshot.id().text())
                .setDisk(snapshot.source().text())
                .setRegion(snapshot.region())
                .setSizeBytes(snapshot.size().bytes())
                .setState(DiskSnapshotMessage.State.valueOf(snapshot.state().name()))
                .setPercent(snapshot.percent())
                .setCut(message(snapshot.cut()))
                .putAllTags(snapshot.tags())
                .build();
    }

    static DiskSnapshot snapshot(DiskSnapshotMessage message) {
        return new DiskSnapshot(
                new DiskSnapshotId(message.getId()),
                new DiskId(message.getDisk()),
                message.getRegion(),
                ByteSize.ofBytes(message.getSizeBytes()),
                DiskSnapshot.State.valueOf(message.getState().name()),
                message.getPercent(),
                instant(message.getCut()),
                message.getTagsMap());
    }

    public static InstanceMessage message(Instance instance) {
        return InstanceMessage.newBuilder()
                .setName(instance.id().text())
                .setLaunch(instance.launch())
                .setZone(instance.zone())
                .setType(instance.type())
                .setSlots(instance.slots())
                .setOtherDevices(instance.otherDevices())
                .setLaunched(message(instance.launched()))
                .build();
    }

    static Instance instance(InstanceMessage message) {
        return new Instance(
                new InstanceId(message.getName()),
                message.getLaunch(),
                message.getZone(),
                message.getType(),
                message.getSlots(),
                message.getOtherDevices(),
                instant(message.getLaunched()));
    }

    public static DescribeOfferResponse message(CloudOffer offer) {
        return DescribeOfferResponse.newBuilder()
                .addAllRegions(
                        offer.regions().stream().map(CloudMessages::message).toList())
                .addAllCategories(
                        offer.categories().stream().map(CloudMessages::message).toList())
                .addAllInstanceTypes(offer.instanceTypes().stream()
                        .map(CloudMessages::message)
                        .toList())
                .build();
    }

    private static RegionMessage message(Region region) {
        return RegionMessage.newBuilder()
                .setName(region.name())
                .addAllZones(region.zones().stream()
                        .map(zone -> ZoneMessage.newBuilder()
                                .setName(zone.name())
                                .setUp(zone.up())
                                .addAllSoldOut(new TreeSet<>(zone.soldOut()))
                                .build())
                        .toList())
                .build();
    }

    private static CategoryMessage message(DiskCategory category) {
        return CategoryMessage.newBuilder()
                .setName(category.name())
                .setMinimumBytes(category.minimum().bytes())
                .setMaximumBytes(category.maximum().bytes())
                .setStepBytes(category.step().bytes())
                .setIops(category.iops())
                .setMaximumIops(category.maximumIops())
                .setPrice(category.price())
                .addAllZones(new TreeSet<>(category.zones()))
                .setMultiAttach(category.multiAttach())
                .build();
    }

    private static InstanceTypeMessage message(InstanceType type) {
        return InstanceTypeMessage.newBuilder()
                .setName(type.name())
                .setSlots(type.slots())
                .setOtherDevices(type.otherDevices())
                .addAllCategories(new TreeSet<>(type.categories()))
                .build();
    }

    static CloudOffer offer(DescribeOfferResponse message) {
        return new CloudOffer(
                message.getRegionsList().stream().map(CloudMessages::region).toList(),
                message.getCategoriesList().stream()
                        .map(CloudMessages::category)
                        .toList(),
                message.getInstanceTypesList().stream()
                        .map(type -> new InstanceType(
                                type.getName(),
                                type.getSlots(),
                                type.getOtherDevices(),
                                Set.copyOf(type.getCategoriesList())))
                        .toList());
    }

    private static Region region(RegionMessage message) {
        return new Region(
                message.getName(),
                message.getZonesList().stream()
                        .map(zone -> new Zone(zone.getName(), zone.getUp(), Set.copyOf(zone.getSoldOutList())))
                        .toList());
    }

    private static DiskCategory category(CategoryMessage message) {
        return new DiskCategory(
                message.getName(),
                ByteSize.ofBytes(message.getMinimumBytes()),
                ByteSize.ofBytes(message.getMaximumBytes()),
                ByteSize.ofBytes(message.getStepBytes()),
                message.getIops(),
                message.getMaximumIops(),
                message.getPrice(),
                Set.copyOf(message.getZonesList()),
                message.getMultiAttach());
    }

    static Timestamp message(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    /** What a text says that is empty where there is nothing to say. */
    static Optional<String> present(String text) {
        return Optional.of(text).filter(said -> !said.isEmpty());
    }
}
