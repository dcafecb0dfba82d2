package dev.zonal.csi.server;

import static dev.zonal.csi.server.Rpc.Trait.EFFECTS;
import static dev.zonal.csi.server.Rpc.Trait.FREQUENT;
import static dev.zonal.csi.server.Rpc.Trait.STREAM;
import static dev.zonal.csi.server.Rpc.Work.CONSTANT;
import static dev.zonal.csi.server.Rpc.Work.DISK;
import static dev.zonal.csi.server.Rpc.Work.MEMORY;
import static java.util.function.Function.identity;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The table of calls: every RPC of every service that the driver serves or knows, and what the server has to know of it.
 * A method that is not in it can't be served.
 */
enum Rpc {
    GET_PLUGIN_INFO("csi.v1.Identity/GetPluginInfo", CONSTANT, FREQUENT),
    GET_PLUGIN_CAPABILITIES("csi.v1.Identity/GetPluginCapabilities", CONSTANT, FREQUENT),
    PROBE("csi.v1.Identity/Probe", CONSTANT, FREQUENT),

    CREATE_VOLUME("csi.v1.Controller/CreateVolume", DISK, EFFECTS),
    DELETE_VOLUME("csi.v1.Controller/DeleteVolume", DISK, EFFECTS),
    CONTROLLER_PUBLISH_VOLUME("csi.v1.Controller/ControllerPublishVolume", DISK, EFFECTS),
    CONTROLLER_UNPUBLISH_VOLUME("csi.v1.Controller/ControllerUnpublishVolume", DISK, EFFECTS),
    VALIDATE_VOLUME_CAPABILITIES("csi.v1.Controller/ValidateVolumeCapabilities", MEMORY),
    LIST_VOLUMES("csi.v1.Controller/ListVolumes", MEMORY),
    CONTROLLER_LIST_VOLUME_HEALTH("csi.v1.Controller/ControllerListVolumeHealth", MEMORY, FREQUENT),
    CONTROLLER_GET_VOLUME_HEALTH("csi.v1.Controller/ControllerGetVolumeHealth", MEMORY, FREQUENT),
    GET_CAPACITY("csi.v1.Controller/GetCapacity", MEMORY),
    CONTROLLER_GET_CAPABILITIES("csi.v1.Controller/ControllerGetCapabilities", CONSTANT, FREQUENT),
    CREATE_SNAPSHOT("csi.v1.Controller/CreateSnapshot", DISK, EFFECTS),
    DELETE_SNAPSHOT("csi.v1.Controller/DeleteSnapshot", DISK, EFFECTS),
    LIST_SNAPSHOTS("csi.v1.Controller/ListSnapshots", MEMORY),
    GET_SNAPSHOT("csi.v1.Controller/GetSnapshot", MEMORY),
    CONTROLLER_EXPAND_VOLUME("csi.v1.Controller/ControllerExpandVolume", DISK, EFFECTS),
    CONTROLLER_GET_VOLUME("csi.v1.Controller/ControllerGetVolume", MEMORY),
    CONTROLLER_MODIFY_VOLUME("csi.v1.Controller/ControllerModifyVolume", DISK, EFFECTS),

    GROUP_CONTROLLER_GET_CAPABILITIES("csi.v1.GroupController/GroupControllerGetCapabilities", CONSTANT, FREQUENT),
    CREATE_VOLUME_GROUP_SNAPSHOT("csi.v1.GroupController/CreateVolumeGroupSnapshot", DISK, EFFECTS),
    DELETE_VOLUME_GROUP_SNAPSHOT("csi.v1.GroupController/DeleteVolumeGroupSnapshot", DISK, EFFECTS),
    GET_VOLUME_GROUP_SNAPSHOT("csi.v1.GroupController/GetVolumeGroupSnapshot", MEMORY),

    GET_METADATA_ALLOCATED("csi.v1.SnapshotMetadata/GetMetadataAllocated", DISK, STREAM),
    GET_METADATA_DELTA("csi.v1.SnapshotMetadata/GetMetadataDelta", DISK, STREAM),

    NODE_STAGE_VOLUME("csi.v1.Node/NodeStageVolume", DISK, EFFECTS),
    NODE_UNSTAGE_VOLUME("csi.v1.Node/NodeUnstageVolume", DISK, EFFECTS),
    NODE_PUBLISH_VOLUME("csi.v1.Node/NodePublishVolume", DISK, EFFECTS),
    NODE_UNPUBLISH_VOLUME("csi.v1.Node/NodeUnpublishVolume", DISK, EFFECTS),
    NODE_GET_VOLUME_STATS("csi.v1.Node/NodeGetVolumeStats", DISK, FREQUENT),
    NODE_GET_VOLUME_HEALTH("csi.v1.Node/NodeGetVolumeHealth", DISK, FREQUENT),
    NODE_GET_STORAGE_HEALTH("csi.v1.Node/NodeGetStorageHealth", MEMORY, FREQUENT),
    NODE_EXPAND_VOLUME("csi.v1.Node/NodeExpandVolume", DISK, EFFECTS),
    NODE_GET_CAPABILITIES("csi.v1.Node/NodeGetCapabilities", CONSTANT, FREQUENT),
    NODE_GET_INFO("csi.v1.Node/NodeGetInfo", CONSTANT),

    GET_INFO("pluginregistration.Registration/GetInfo", CONSTANT),
    // It writes to the log, which may block.
    NOTIFY_REGISTRATION_STATUS("pluginregistration.Registration/NotifyRegistrationStatus", MEMORY),

    FIND_GARBAGE("dev.zonal.csi.v1.Maintenance/FindGarbage", DISK),

    CHECK("grpc.health.v1.Health/Check", CONSTANT, FREQUENT),
    WATCH("grpc.health.v1.Health/Watch", MEMORY, STREAM),

    // Whatever is asked of a cloud happens on its one thread.
    DESCRIBE_OFFER("dev.zonal.csi.cloud.v1.CloudApi/DescribeOffer", DISK),
    ADD_INSTANCE("dev.zonal.csi.cloud.v1.CloudApi/AddInstance", DISK, EFFECTS),
    LIST_INSTANCES("dev.zonal.csi.cloud.v1.CloudApi/ListInstances", DISK),
    CREATE_DISK("dev.zonal.csi.cloud.v1.CloudApi/CreateDisk", DISK, EFFECTS),
    DELETE_DISK("dev.zonal.csi.cloud.v1.CloudApi/DeleteDisk", DISK, EFFECTS),
    LIST_DISKS("dev.zonal.csi.cloud.v1.CloudApi/ListDisks", DISK),
    DESCRIBE_DISKS("dev.zonal.csi.cloud.v1.CloudApi/DescribeDisks", DISK),
    ATTACH_DISK("dev.zonal.csi.cloud.v1.CloudApi/AttachDisk", DISK, EFFECTS),
    DETACH_DISK("dev.zonal.csi.cloud.v1.CloudApi/DetachDisk", DISK, EFFECTS),
    MODIFY_DISK("dev.zonal.csi.cloud.v1.CloudApi/ModifyDisk", DISK, EFFECTS),
    CREATE_DISK_SNAPSHOT("dev.zonal.csi.cloud.v1.CloudApi/CreateDiskSnapshot", DISK, EFFECTS),
    DELETE_DISK_SNAPSHOT("dev.zonal.csi.cloud.v1.CloudApi/DeleteDiskSnapshot", DISK, EFFECTS),
    LIST_DISK_SNAPSHOTS("dev.zonal.csi.cloud.v1.CloudApi/ListDiskSnapshots", DISK),
    DESCRIBE_DISK_SNAPSHOTS("dev.zonal.csi.cloud.v1.CloudApi/DescribeDiskSnapshots", DISK),

    ADD_FAULT("dev.zonal.csi.cloud.v1.CloudControls/AddFault", DISK, EFFECTS),
    LIST_FAULTS("dev.zonal.csi.cloud.v1.CloudControls/ListFaults", DISK),
    CLEAR_FAULTS("dev.zonal.csi.cloud.v1.CloudControls/ClearFaults", DISK, EFFECTS),
    SET_ZONE("dev.zonal.csi.cloud.v1.CloudControls/SetZone", DISK, EFFECTS),
    SET_SOLD_OUT("dev.zonal.csi.cloud.v1.CloudControls/SetSoldOut", DISK, EFFECTS),
    KILL_INSTANCE("dev.zonal.csi.cloud.v1.CloudControls/KillInstance", DISK, EFFECTS),
    SET_OTHER_DEVICES("dev.zonal.csi.cloud.v1.CloudControls/SetOtherDevices", DISK, EFFECTS),
    DETACH_BY_HAND("dev.zonal.csi.cloud.v1.CloudControls/DetachByHand", DISK, EFFECTS),
    ADVANCE_CLOCK("dev.zonal.csi.cloud.v1.CloudControls/AdvanceClock", DISK, EFFECTS);

    /** What a call has to do for its answer, which decides on which threads that is done. */
    enum Work {
        /**
         * It answers with what was known at the start: on the event loop itself, which must never block. Such calls are
         * not subject to admission control: who watches the driver gets an answer however busy it is.
         */
        CONSTANT,

        /** It reads memory: on a virtual thread. No disk is touched on it, because a system call blocks its carrier. */
        MEMORY,

        /**
         * It touches disks, devices or mounts. It begins on a virtual thread too, and its use case hands whatever makes
         * system calls to the bounded platform threads of {@link dev.zonal.csi.concurrent.Operations}: only the use case
         * knows which locks that needs, and that a retry may be answered from memory.
         */
        DISK
    }

    /** What else a call may be. */
    enum Trait {
        /** It changes volumes, snapshots, devices or mounts: what its caller does not wait for any more goes on. */
        EFFECTS,

        /** Asked every few seconds by whoever watches the driver: its successes are in the log only at level DEBUG. */
        FREQUENT,

        /**
         * It has any number of answers (a server-streaming call). The caller's deadline bounds all of it; where it names
         * none, the driver's own limit begins anew with each answer that the caller takes, so that a stream may last as
         * long as it makes progress. Its handler sends as it likes and waits in {@code onNext} until the caller has
         * taken what came before (back-pressure), so what makes the answers has to be handed to other threads piece by
         * piece. To admission control it is one call, from its begin to its end.
         */
        STREAM
    }

    private static final Map<String, Rpc> BY_FULL_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Rpc::fullName, identity()));

    private final String fullName;
    private final Work work;
    private final Set<Trait> traits;

    Rpc(String fullName, Work work, Trait... traits) {
        this.fullName = fullName;
        this.work = work;
        this.traits = EnumSet.noneOf(Trait.class);
        this.traits.addAll(Arrays.asList(traits));
    }

    /** The row of a method, by the name that gRPC has for it: service, slash, method. */
    static Optional<Rpc> of(String fullName) {
        return Optional.ofNullable(BY_FULL_NAME.get(fullName));
    }

    String fullName() {
        return fullName;
    }

    /** What it is called in the log and in the metrics: the method alone, which is unique among all services. */
    String shortName() {
        return fullName.substring(fullName.indexOf('/') + 1);
    }

    Work work() {
        return work;
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }
}
