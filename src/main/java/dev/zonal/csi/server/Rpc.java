package dev.zonal.csi.server;

import static dev.zonal.csi.server.Rpc.Trait.EFFECTS;
import static dev.zonal.csi.server.Rpc.Trait.FREQUENT;
import static dev.zonal.csi.server.Rpc.Trait.STREAM;
import static dev.zonal.csi.server.Rpc.Work.BLOCKING;
import static dev.zonal.csi.server.Rpc.Work.CONSTANT;
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

    CREATE_VOLUME("csi.v1.Controller/CreateVolume", BLOCKING, EFFECTS),
    DELETE_VOLUME("csi.v1.Controller/DeleteVolume", BLOCKING, EFFECTS),
    CONTROLLER_PUBLISH_VOLUME("csi.v1.Controller/ControllerPublishVolume", BLOCKING, EFFECTS),
    CONTROLLER_UNPUBLISH_VOLUME("csi.v1.Controller/ControllerUnpublishVolume", BLOCKING, EFFECTS),
    VALIDATE_VOLUME_CAPABILITIES("csi.v1.Controller/ValidateVolumeCapabilities", MEMORY),
    LIST_VOLUMES("csi.v1.Controller/ListVolumes", MEMORY),
    CONTROLLER_LIST_VOLUME_HEALTH("csi.v1.Controller/ControllerListVolumeHealth", MEMORY, FREQUENT),
    CONTROLLER_GET_VOLUME_HEALTH("csi.v1.Controller/ControllerGetVolumeHealth", MEMORY, FREQUENT),
    GET_CAPACITY("csi.v1.Controller/GetCapacity", MEMORY),
    CONTROLLER_GET_CAPABILITIES("csi.v1.Controller/ControllerGetCapabilities", CONSTANT, FREQUENT),
    CREATE_SNAPSHOT("csi.v1.Controller/CreateSnapshot", BLOCKING, EFFECTS),
    DELETE_SNAPSHOT("csi.v1.Controller/DeleteSnapshot", BLOCKING, EFFECTS),
    LIST_SNAPSHOTS("csi.v1.Controller/ListSnapshots", MEMORY),
    GET_SNAPSHOT("csi.v1.Controller/GetSnapshot", MEMORY),
    CONTROLLER_EXPAND_VOLUME("csi.v1.Controller/ControllerExpandVolume", BLOCKING, EFFECTS),
    CONTROLLER_GET_VOLUME("csi.v1.Controller/ControllerGetVolume", MEMORY),
    CONTROLLER_MODIFY_VOLUME("csi.v1.Controller/ControllerModifyVolume", BLOCKING, EFFECTS),

    GROUP_CONTROLLER_GET_CAPABILITIES("csi.v1.GroupController/GroupControllerGetCapabilities", CONSTANT, FREQUENT),
    CREATE_VOLUME_GROUP_SNAPSHOT("csi.v1.GroupController/CreateVolumeGroupSnapshot", BLOCKING, EFFECTS),
    DELETE_VOLUME_GROUP_SNAPSHOT("csi.v1.GroupController/DeleteVolumeGroupSnapshot", BLOCKING, EFFECTS),
    GET_VOLUME_GROUP_SNAPSHOT("csi.v1.GroupController/GetVolumeGroupSnapshot", MEMORY),

    GET_METADATA_ALLOCATED("csi.v1.SnapshotMetadata/GetMetadataAllocated", BLOCKING, STREAM),
    GET_METADATA_DELTA("csi.v1.SnapshotMetadata/GetMetadataDelta", BLOCKING, STREAM),

    NODE_STAGE_VOLUME("csi.v1.Node/NodeStageVolume", BLOCKING, EFFECTS),
    NODE_UNSTAGE_VOLUME("csi.v1.Node/NodeUnstageVolume", BLOCKING, EFFECTS),
    NODE_PUBLISH_VOLUME("csi.v1.Node/NodePublishVolume", BLOCKING, EFFECTS),
    NODE_UNPUBLISH_VOLUME("csi.v1.Node/NodeUnpublishVolume", BLOCKING, EFFECTS),
    NODE_GET_VOLUME_STATS("csi.v1.Node/NodeGetVolumeStats", BLOCKING, FREQUENT),
    NODE_GET_VOLUME_HEALTH("csi.v1.Node/NodeGetVolumeHealth", BLOCKING, FREQUENT),
    NODE_GET_STORAGE_HEALTH("csi.v1.Node/NodeGetStorageHealth", MEMORY, FREQUENT),
    NODE_EXPAND_VOLUME("csi.v1.Node/NodeExpandVolume", BLOCKING, EFFECTS),
    NODE_GET_CAPABILITIES("csi.v1.Node/NodeGetCapabilities", CONSTANT, FREQUENT),
    // Over a cloud it asks that how many disks the instance takes now.
    NODE_GET_INFO("csi.v1.Node/NodeGetInfo", MEMORY),

    GET_INFO("pluginregistration.Registration/GetInfo", CONSTANT),
    // It writes to the log, which may block.
    NOTIFY_REGISTRATION_STATUS("pluginregistration.Registration/NotifyRegistrationStatus", MEMORY),

    FIND_GARBAGE("dev.zonal.csi.v1.Maintenance/FindGarbage", BLOCKING),
    GET_NAMES("dev.zonal.csi.v1.Maintenance/GetNames", MEMORY),
    FLEET_STATUS("dev.zonal.csi.v1.Maintenance/FleetStatus", MEMORY),

    AGENT_WATCH("dev.zonal.csi.fleet.v1.Agent/AgentWatch", MEMORY, STREAM),
    AGENT_CREATE_VOLUME("dev.zonal.csi.fleet.v1.Agent/AgentCreateVolume", BLOCKING, EFFECTS),
    AGENT_EXPAND_VOLUME("dev.zonal.csi.fleet.v1.Agent/AgentExpandVolume", BLOCKING, EFFECTS),
    AGENT_DELETE_VOLUME("dev.zonal.csi.fleet.v1.Agent/AgentDeleteVolume", BLOCKING, EFFECTS),
    AGENT_CREATE_SNAPSHOT("dev.zonal.csi.fleet.v1.Agent/AgentCreateSnapshot", BLOCKING, EFFECTS),
    AGENT_DELETE_SNAPSHOT("dev.zonal.csi.fleet.v1.Agent/AgentDeleteSnapshot", BLOCKING, EFFECTS),
    AGENT_ASK_REQUEST("dev.zonal.csi.fleet.v1.AgentEnrolment/AgentAskRequest", MEMORY),
    AGENT_TAKE_CERTIFICATE("dev.zonal.csi.fleet.v1.AgentEnrolment/AgentTakeCertificate", MEMORY),

    CHECK("grpc.health.v1.Health/Check", CONSTANT, FREQUENT),
    WATCH("grpc.health.v1.Health/Watch", MEMORY, STREAM),

    // Whatever is asked of a cloud happens on its one thread.
    DESCRIBE_OFFER("dev.zonal.csi.cloud.v1.CloudApi/DescribeOffer", BLOCKING),
    ADD_INSTANCE("dev.zonal.csi.cloud.v1.CloudApi/AddInstance", BLOCKING, EFFECTS),
    LIST_INSTANCES("dev.zonal.csi.cloud.v1.CloudApi/ListInstances", BLOCKING),
    CREATE_DISK("dev.zonal.csi.cloud.v1.CloudApi/CreateDisk", BLOCKING, EFFECTS),
    DELETE_DISK("dev.zonal.csi.cloud.v1.CloudApi/DeleteDisk", BLOCKING, EFFECTS),
    LIST_DISKS("dev.zonal.csi.cloud.v1.CloudApi/ListDisks", BLOCKING),
    DESCRIBE_DISKS("dev.zonal.csi.cloud.v1.CloudApi/DescribeDisks", BLOCKING),
    ATTACH_DISK("dev.zonal.csi.cloud.v1.CloudApi/AttachDisk", BLOCKING, EFFECTS),
    DETACH_DISK("dev.zonal.csi.cloud.v1.CloudApi/DetachDisk", BLOCKING, EFFECTS),
    MODIFY_DISK("dev.zonal.csi.cloud.v1.CloudApi/ModifyDisk", BLOCKING, EFFECTS),
    TAG_DISK("dev.zonal.csi.cloud.v1.CloudApi/TagDisk", BLOCKING, EFFECTS),
    CREATE_DISK_SNAPSHOT("dev.zonal.csi.cloud.v1.CloudApi/CreateDiskSnapshot", BLOCKING, EFFECTS),
    DELETE_DISK_SNAPSHOT("dev.zonal.csi.cloud.v1.CloudApi/DeleteDiskSnapshot", BLOCKING, EFFECTS),
    LIST_DISK_SNAPSHOTS("dev.zonal.csi.cloud.v1.CloudApi/ListDiskSnapshots", BLOCKING),
    DESCRIBE_DISK_SNAPSHOTS("dev.zonal.csi.cloud.v1.CloudApi/DescribeDiskSnapshots", BLOCKING),

    DESCRIBE_CLOUD("dev.zonal.csi.cloud.v1.CloudControls/DescribeCloud", BLOCKING),
    ADD_FAULT("dev.zonal.csi.cloud.v1.CloudControls/AddFault", BLOCKING, EFFECTS),
    LIST_FAULTS("dev.zonal.csi.cloud.v1.CloudControls/ListFaults", BLOCKING),
    CLEAR_FAULTS("dev.zonal.csi.cloud.v1.CloudControls/ClearFaults", BLOCKING, EFFECTS),
    SET_ZONE("dev.zonal.csi.cloud.v1.CloudControls/SetZone", BLOCKING, EFFECTS),
    SET_SOLD_OUT("dev.zonal.csi.cloud.v1.CloudControls/SetSoldOut", BLOCKING, EFFECTS),
    KILL_INSTANCE("dev.zonal.csi.cloud.v1.CloudControls/KillInstance", BLOCKING, EFFECTS),
    SET_OTHER_DEVICES("dev.zonal.csi.cloud.v1.CloudControls/SetOtherDevices", BLOCKING, EFFECTS),
    DETACH_BY_HAND("dev.zonal.csi.cloud.v1.CloudControls/DetachByHand", BLOCKING, EFFECTS),
    ADVANCE_CLOCK("dev.zonal.csi.cloud.v1.CloudControls/AdvanceClock", BLOCKING, EFFECTS);

    /** What a call has to do for its answer, which decides on which threads that is done. */
    enum Work {
        /**
         * It answers with what was known at the start: on the event loop itself, which must never block. Such calls are
         * not subject to admission control: who watches the driver gets an answer however busy it is.
         */
        CONSTANT,

        /**
         * It reads memory, or asks over a network: on a virtual thread. No disk is touched on it, because a system call
         * blocks its carrier.
         */
        MEMORY,

        /**
         * It waits in system calls on disks, devices or mounts. Its use case must hand those to the bounded platform threads
         * of {@link dev.zonal.csi.concurrent.Operations}; this row says so and does not do it: the call begins on a virtual
         * thread, because only the use case knows which locks the work needs, and that a retry may be answered from memory.
         */
        BLOCKING
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

    /** Whether the CSI spec has it. */
    boolean isCsi() {
        return fullName.startsWith("csi.");
    }

    Work work() {
        return work;
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }
}
