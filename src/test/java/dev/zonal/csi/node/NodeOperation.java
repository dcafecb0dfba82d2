package dev.zonal.csi.node;

import static dev.zonal.csi.node.NodeBench.BLOCK;
import static dev.zonal.csi.node.NodeBench.EXT4;
import static dev.zonal.csi.node.NodeBench.LARGER;
import static dev.zonal.csi.node.NodeBench.POD;
import static dev.zonal.csi.node.NodeBench.SIZE;
import static dev.zonal.csi.node.NodeBench.STAGED;
import static dev.zonal.csi.node.NodeBench.XFS;

import dev.zonal.csi.model.CapacityRange;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;

/** The calls of the node that are stopped, failed and repeated; each acts on the volume "v". */
enum NodeOperation {
    STAGE_EXT4 {
        @Override
        void prepare(NodeBench bench) {
            bench.volume("v", EXT4);
        }

        @Override
        void run(NodeBench bench) {
            bench.staging.stage(bench.id("v"), STAGED, EXT4);
        }
    },
    STAGE_BLOCK {
        @Override
        void prepare(NodeBench bench) {
            bench.volume("v", BLOCK);
        }

        @Override
        void run(NodeBench bench) {
            bench.staging.stage(bench.id("v"), STAGED, BLOCK);
        }
    },
    STAGE_AGAIN_WITH_DATA {
        @Override
        void prepare(NodeBench bench) {
            VolumeId id = bench.staged("v", EXT4);
            bench.files().createFile(STAGED.resolve("file"), new byte[] {7});
            bench.staging.unstage(id, STAGED);
        }

        @Override
        void run(NodeBench bench) {
            bench.staging.stage(bench.id("v"), STAGED, EXT4);
        }
    },
    STAGE_LARGER_XFS_COPY {
        @Override
        void prepare(NodeBench bench) {
            VolumeId source = bench.volume("source", XFS);
            bench.staging.stage(source, STAGED, XFS);
            bench.files().createFile(STAGED.resolve("file"), new byte[] {7});
            bench.staging.unstage(source, STAGED);
            bench.copy("v", source, XFS, LARGER);
        }

        @Override
        void run(NodeBench bench) {
            bench.staging.stage(bench.id("v"), STAGED, XFS);
        }
    },
    STAGE_GROWN_EXT4 {
        @Override
        void prepare(NodeBench bench) {
            VolumeId id = bench.staged("v", EXT4);
            bench.staging.unstage(id, STAGED);
            bench.backend.expandVolume(id, LARGER);
        }

        @Override
        void run(NodeBench bench) {
            bench.staging.stage(bench.id("v"), STAGED, EXT4);
        }
    },
    PUBLISH {
        @Override
        void prepare(NodeBench bench) {
            bench.staged("v", EXT4);
        }

        @Override
        void resume(NodeBench bench) {
            stageAgain(bench, EXT4);
        }

        @Override
        void run(NodeBench bench) {
            bench.publish(bench.id("v"), POD, EXT4, false);
        }
    },
    PUBLISH_READ_ONLY_DEVICE {
        @Override
        void prepare(NodeBench bench) {
            bench.staged("v", BLOCK);
        }

        @Override
        void resume(NodeBench bench) {
            stageAgain(bench, BLOCK);
        }

        @Override
        void run(NodeBench bench) {
            bench.publish(bench.id("v"), POD, BLOCK, true);
        }
    },
    UNPUBLISH {
        @Override
        void prepare(NodeBench bench) {
            publish(bench, EXT4, POD);
        }

        @Override
        void resume(NodeBench bench) {
            publishAgain(bench, EXT4);
        }

        @Override
        void run(NodeBench bench) {
            bench.publishing.unpublish(bench.id("v"), POD);
        }
    },
    UNPUBLISH_DEVICE {
        @Override
        void prepare(NodeBench bench) {
            publish(bench, BLOCK, POD);
        }

        @Override
        void resume(NodeBench bench) {
            publishAgain(bench, BLOCK);
        }

        @Override
        void run(NodeBench bench) {
            bench.publishing.unpublish(bench.id("v"), POD);
        }
    },
    UNSTAGE {
        @Override
        void prepare(NodeBench bench) {
            bench.staged("v", EXT4);
        }

        @Override
        void resume(NodeBench bench) {
            stageAgain(bench, EXT4);
        }

        @Override
        void run(NodeBench bench) {
            bench.staging.unstage(bench.id("v"), STAGED);
        }
    },
    UNSTAGE_DEVICES {
        @Override
        void prepare(NodeBench bench) {
            VolumeId id = bench.staged("v", BLOCK);
            bench.publish(id, POD, BLOCK, true);
            bench.publishing.unpublish(id, POD);
        }

        @Override
        void resume(NodeBench bench) {
            stageAgain(bench, BLOCK);
            // The empty place of an earlier mount may be back, and kubelet clears away what it finds.
            bench.publishing.unpublish(bench.id("v"), POD);
        }

        @Override
        void run(NodeBench bench) {
            bench.staging.unstage(bench.id("v"), STAGED);
        }
    },
    EXPAND {
        @Override
        void prepare(NodeBench bench) {
            publish(bench, XFS, POD);
        }

        @Override
        void resume(NodeBench bench) {
            publishAgain(bench, XFS);
        }

        @Override
        void run(NodeBench bench) {
            bench.expansion.expand(bench.id("v"), POD, CapacityRange.atLeast(LARGER));
        }
    },
    EXPAND_DEVICE {
        @Override
        void prepare(NodeBench bench) {
            publish(bench, BLOCK, POD);
        }

        @Override
        void resume(NodeBench bench) {
            publishAgain(bench, BLOCK);
        }

        @Override
        void run(NodeBench bench) {
            bench.expansion.expand(bench.id("v"), POD, CapacityRange.atLeast(SIZE.plus(SIZE)));
        }
    },
    STATISTICS {
        @Override
        void prepare(NodeBench bench) {
            publish(bench, EXT4, POD);
        }

        @Override
        void resume(NodeBench bench) {
            publishAgain(bench, EXT4);
        }

        @Override
        void run(NodeBench bench) {
            bench.statistics.of(bench.id("v"), POD);
        }
    };

    /** What was there before the call. */
    abstract void prepare(NodeBench bench);

    abstract void run(NodeBench bench);

    /** What kubelet does again before this call, when the node has lost its power: stage and publish what pods use. */
    void resume(NodeBench bench) {}

    /** Whether it takes away: kubelet makes such a call after a power cut too, when nothing is mounted any more. */
    boolean takesAway() {
        return name().startsWith("UN");
    }

    /** Whether it is the first call for a volume on a node. */
    boolean needsNothingStaged() {
        return name().startsWith("STAGE");
    }

    private static void publish(NodeBench bench, VolumeCapability use, Path target) {
        bench.publish(bench.staged("v", use), target, use, false);
    }

    private static void stageAgain(NodeBench bench, VolumeCapability use) {
        bench.staging.stage(bench.id("v"), STAGED, use);
    }

    private static void publishAgain(NodeBench bench, VolumeCapability use) {
        stageAgain(bench, use);
        bench.publish(bench.id("v"), POD, use, false);
    }
}
