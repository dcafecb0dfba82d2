package dev.zonal.csi.cloud.console;

import dev.zonal.csi.cloud.ApiCall;
import dev.zonal.csi.cloud.CloudOperation;
import dev.zonal.csi.cloud.CloudState;
import dev.zonal.csi.cloud.Disk;
import dev.zonal.csi.cloud.DiskAttachment;
import dev.zonal.csi.cloud.DiskSnapshot;
import dev.zonal.csi.cloud.DiskSnapshotId;
import dev.zonal.csi.cloud.FaultEffect;
import dev.zonal.csi.cloud.FaultPlan;
import dev.zonal.csi.cloud.Instance;
import dev.zonal.csi.cloud.InstanceId;
import dev.zonal.csi.cloud.PlannedFault;
import dev.zonal.csi.cloud.Region;
import dev.zonal.csi.cloud.Zone;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** A state of the cloud as the page gets it, in JSON: ids and states are words, times are ISO 8601. */
record StateDocument(
        long aheadSeconds,
        List<RegionPart> regions,
        List<InstancePart> instances,
        List<DiskPart> disks,
        List<SnapshotPart> snapshots,
        List<OperationPart> operations,
        List<FaultPart> faults) {
    /** What of the page never changes while the cloud is served. */
    record Frame(String version, boolean writable, List<String> calls, List<String> errors) {
        static Frame of(String version, boolean writable) {
            return new Frame(
                    version,
                    writable,
                    Arrays.stream(ApiCall.values()).map(ApiCall::word).toList(),
                    Arrays.stream(FaultEffect.values()).map(FaultEffect::word).toList());
        }
    }

    record RegionPart(String name, List<ZonePart> zones) {
        static RegionPart of(Region region) {
            return new RegionPart(
                    region.name(), region.zones().stream().map(ZonePart::of).toList());
        }
    }

    record ZonePart(String name, boolean up, List<String> soldOut) {
        static ZonePart of(Zone zone) {
            return new ZonePart(zone.name(), zone.up(), List.copyOf(new TreeSet<>(zone.soldOut())));
        }
    }

    record InstancePart(String name, String launch, String zone, String type, int slots, int otherDevices) {
        static InstancePart of(Instance instance) {
            return new InstancePart(
                    instance.id().text(),
                    instance.launch(),
                    instance.zone(),
                    instance.type(),
                    instance.slots(),
                    instance.otherDevices());
        }
    }

    record DiskPart(
            String id,
            List<String> zones,
            String category,
            long sizeBytes,
            long iops,
            String state,
            String serial,
            Optional<String> source,
            boolean modifying,
            List<AttachmentPart> attachments) {
        static DiskPart of(Disk disk) {
            return new DiskPart(
                    disk.id().text(),
                    List.copyOf(new TreeSet<>(disk.zones())),
                    disk.category(),
                    disk.size().bytes(),
                    disk.iops(),
                    disk.state().word(),
                    disk.serial(),
                    disk.source().map(DiskSnapshotId::text),
                    disk.modifying(),
                    disk.attachments().stream().map(AttachmentPart::of).toList());
        }
    }

    record AttachmentPart(String instance, String launch, boolean readOnly, String state) {
        static AttachmentPart of(DiskAttachment attachment) {
            return new AttachmentPart(
                    attachment.instance().text(), attachment.launch(), attachment.readOnly(), word(attachment.state()));
        }
    }

    record SnapshotPart(String id, String disk, String region, long sizeBytes, String state, int percent, Instant cut) {
        static SnapshotPart of(DiskSnapshot snapshot) {
            return new SnapshotPart(
                    snapshot.id().text(),
                    snapshot.source().text(),
                    snapshot.region(),
                    snapshot.size().bytes(),
                    word(snapshot.state()),
                    snapshot.percent(),
                    snapshot.cut());
        }
    }

    record OperationPart(String kind, String object, Optional<String> instance, Optional<Instant> due) {
        static OperationPart of(CloudOperation operation) {
            return new OperationPart(
                    operation.kind().word(),
                    operation.object(),
                    operation.instance().map(InstanceId::text),
                    operation.due());
        }
    }

    record FaultPart(
            String id,
            Optional<String> call,
            String error,
            double probability,
            long latencyMillis,
            Optional<Integer> times,
            Optional<String> zone,
            int hits) {
        static FaultPart of(PlannedFault fault) {
            FaultPlan plan = fault.plan();
            return new FaultPart(
                    fault.id(),
                    plan.call().map(ApiCall::word),
                    plan.effect().word(),
                    plan.probability(),
                    plan.latency().toMillis(),
                    plan.times().isPresent() ? Optional.of(plan.times().getAsInt()) : Optional.empty(),
                    plan.zone(),
                    fault.hits());
        }
    }

    static StateDocument of(CloudState state) {
        return new StateDocument(
                state.ahead().toSeconds(),
                state.offer().regions().stream().map(RegionPart::of).toList(),
                state.instances().stream().map(InstancePart::of).toList(),
                state.disks().stream().map(DiskPart::of).toList(),
                state.snapshots().stream().map(SnapshotPart::of).toList(),
                state.operations().stream().map(OperationPart::of).toList(),
                state.faults().stream().map(FaultPart::of).toList());
    }

    private static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
