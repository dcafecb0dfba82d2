package dev.zonal.csi.backend.cloud;

import dev.zonal.csi.conformance.Reply;
import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.NodeExpandVolumeRequest;
import dev.zonal.csi.v1.VolumeCapability;
import java.util.Map;
import java.util.Optional;

/** The operations that are stopped and failed at every call to the cloud. Each can be repeated, as its caller repeats it. */
enum DiskOperation {
    CREATE_BLANK {
        @Override
        Reply run(DiskDrill drill) {
            return drill.create("a", created());
        }
    },
    CREATE_FROM_SNAPSHOT {
        @Override
        Reply run(DiskDrill drill) {
            CreateVolumeRequest.Builder request = created();
            request.getVolumeContentSourceBuilder().getSnapshotBuilder().setSnapshotId(CUT.value());
            return drill.create("b", request);
        }
    },
    CREATE_WHILE_A_ZONE_COMES_BACK {
        @Override
        void prepare(DiskDrill drill) {
            drill.driver.disks.control().setZoneUp("a", false);
        }

        @Override
        Reply run(DiskDrill drill) {
            return drill.create("", created());
        }

        @Override
        void meanwhile(DiskDrill drill) {
            drill.driver.disks.control().setZoneUp("a", true);
        }
    },
    CREATE_WHILE_A_CATEGORY_COMES_BACK {
        @Override
        void prepare(DiskDrill drill) {
            drill.driver.disks.control().setSoldOut("a", Optional.of("shared"), true);
        }

        @Override
        Reply run(DiskDrill drill) {
            return drill.create("a", created().putParameters("category", "shared,standard"));
        }

        @Override
        void meanwhile(DiskDrill drill) {
            drill.driver.disks.control().setSoldOut("a", Optional.of("shared"), false);
        }
    },
    DELETE_VOLUME {
        @Override
        Reply run(DiskDrill drill) {
            return drill.delete(SOURCE);
        }
    },
    PUBLISH {
        @Override
        Reply run(DiskDrill drill) {
            return drill.publish(SOURCE, BLOCK);
        }

        @Override
        Reply undo(DiskDrill drill) {
            return drill.done(() -> drill.unpublish(SOURCE, ""));
        }
    },
    UNPUBLISH {
        @Override
        void prepare(DiskDrill drill) {
            drill.done(() -> drill.publish(SOURCE, BLOCK));
        }

        @Override
        Reply run(DiskDrill drill) {
            return drill.unpublish(SOURCE, "");
        }
    },
    CREATE_SNAPSHOT {
        @Override
        Reply run(DiskDrill drill) {
            return drill.cut("new", SOURCE);
        }
    },
    DELETE_SNAPSHOT {
        @Override
        Reply run(DiskDrill drill) {
            return drill.delete(CUT);
        }
    },
    EXPAND {
        @Override
        Reply run(DiskDrill drill) {
            return drill.expand(SOURCE, 2 * DiskDrill.MEBIBYTES);
        }
    },
    MODIFY {
        @Override
        Reply run(DiskDrill drill) {
            return drill.modify(SOURCE, Map.of("category", "shared", "iops", "4000"));
        }
    },
    STAGE {
        @Override
        void prepare(DiskDrill drill) {
            publishFiles(drill);
        }

        @Override
        Reply run(DiskDrill drill) {
            return drill.stage(FILES);
        }
    },
    UNSTAGE {
        @Override
        void prepare(DiskDrill drill) {
            publishFiles(drill);
            drill.done(() -> drill.stage(FILES));
        }

        @Override
        Reply run(DiskDrill drill) {
            return drill.unstage(FILES);
        }
    },
    EXPAND_ON_THE_NODE {
        @Override
        void prepare(DiskDrill drill) {
            publishFiles(drill);
            drill.done(() -> drill.stage(FILES));
            drill.done(() -> drill.expand(FILES, 2 * DiskDrill.MEBIBYTES));
        }

        @Override
        Reply run(DiskDrill drill) {
            return Reply.of(
                    drill.driver.node("i-a")::nodeExpandVolume,
                    NodeExpandVolumeRequest.newBuilder()
                            .setVolumeId(FILES.value())
                            .setVolumePath(DiskDrill.STAGING)
                            .setStagingTargetPath(DiskDrill.STAGING)
                            .build());
        }
    };

    static final VolumeCapability BLOCK = Workload.block();
    static final VolumeCapability MOUNT = Workload.mount("ext4");

    private static final VolumeId SOURCE = DiskCalls.volumeId("source", "a");
    private static final VolumeId FILES = DiskCalls.volumeId("files", "a");
    private static final SnapshotId CUT = DiskCalls.snapshotId("cut", "a");

    /** What else is there when it starts. */
    void prepare(DiskDrill drill) {}

    abstract Reply run(DiskDrill drill);

    /** What happens in the cloud between two tries. */
    void meanwhile(DiskDrill drill) {}

    /** Whether it makes a volume or snapshot "new". */
    boolean isCreation() {
        return name().startsWith("CREATE");
    }

    /** Whether it is a call to the node, which is repeated whatever it answers. */
    boolean isOnNode() {
        return this == STAGE || this == UNSTAGE || this == EXPAND_ON_THE_NODE;
    }

    /** Whether a caller who gives up has something to take back. */
    boolean canBeUndone() {
        return isCreation() || this == PUBLISH;
    }

    /** What a caller does who gives up: what may have been made is deleted, by the ids that it may have. */
    Reply undo(DiskDrill drill) {
        drill.done(() -> drill.delete(DiskCalls.snapshotId("new", "a")));
        drill.done(() -> drill.delete(DiskCalls.volumeId("new", "c")));
        drill.done(() -> drill.delete(DiskCalls.volumeId("new", "b")));
        return drill.done(() -> drill.delete(DiskCalls.volumeId("new", "a")));
    }

    private static CreateVolumeRequest.Builder created() {
        return DiskCalls.asked("new", DiskDrill.MEBIBYTES, BLOCK);
    }

    private static void publishFiles(DiskDrill drill) {
        drill.done(() -> drill.create("a", DiskCalls.asked("files", DiskDrill.MEBIBYTES, MOUNT)));
        drill.done(() -> drill.publish(FILES, MOUNT));
    }
}
