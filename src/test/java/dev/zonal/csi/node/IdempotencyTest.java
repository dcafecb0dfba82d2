package dev.zonal.csi.node;

import static dev.zonal.csi.node.NodeBench.BLOCK;
import static dev.zonal.csi.node.NodeBench.EXT4;
import static dev.zonal.csi.node.NodeBench.LARGER;
import static dev.zonal.csi.node.NodeBench.POD;
import static dev.zonal.csi.node.NodeBench.SIZE;
import static dev.zonal.csi.node.NodeBench.STAGED;
import static dev.zonal.csi.node.NodeBench.XFS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.controller.Homes;
import dev.zonal.csi.controller.NewContents;
import dev.zonal.csi.controller.PageRequest;
import dev.zonal.csi.controller.SnapshotRequest;
import dev.zonal.csi.controller.Snapshots;
import dev.zonal.csi.controller.VolumeRequest;
import dev.zonal.csi.controller.Volumes;
import dev.zonal.csi.host.LoopDevice;
import dev.zonal.csi.host.Mount;
import dev.zonal.csi.model.CapacityRange;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.TopologyRequirement;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every call twice, and once more of the next process: the same answer, and the same state. */
class IdempotencyTest {
    private static final String DONE = "done";

    /** A node with the use cases of both services on it. */
    static final class World implements AutoCloseable {
        final NodeBench node = new NodeBench();

        Volumes volumes() {
            NewContents contents = new NewContents(node.backend, FilesystemType.EXT4, SIZE);
            return new Volumes(node.backend, node.operations, contents, new Homes(node.backend, Set.of()));
        }

        Snapshots snapshots() {
            return new Snapshots(node.backend, node.operations, new Homes(node.backend, Set.of()));
        }

        VolumeId id() {
            return node.id("v");
        }

        SnapshotId snapshotId() {
            return SnapshotId.of("s", id().home());
        }

        Volume create(String name, VolumeCapability use, Optional<ContentSource> source) {
            return volumes()
                    .create(new VolumeRequest(
                            name,
                            CapacityRange.atLeast(SIZE),
                            Set.of(use),
                            VolumeParameters.DEFAULT,
                            source,
                            TopologyRequirement.NONE));
        }

        Snapshot cut() {
            return snapshots().create(new SnapshotRequest("s", id(), Consistency.SYNCED, TopologyRequirement.NONE));
        }

        World staged(VolumeCapability use) {
            create("v", use, Optional.empty());
            node.staging.stage(id(), STAGED, use);
            return this;
        }

        World published(VolumeCapability use) {
            staged(use);
            node.publish(id(), POD, use, false);
            return this;
        }

        @Override
        public void close() {
            node.close();
        }
    }

    private record State(
            List<Volume> volumes,
            List<Snapshot> snapshots,
            List<Mount> mounts,
            List<LoopDevice> loops,
            Set<Path> paths) {
        static State of(World world) {
            return new State(
                    world.node.backend.volumes(Optional.empty(), 100),
                    world.node.backend.snapshots(Optional.empty(), 100),
                    world.node.mounts(),
                    world.node.host.loopTable(),
                    Set.copyOf(Stream.of(STAGED, POD).filter(world.node::exists).toList()));
        }
    }

    /**
     * One call.
     *
     * @param before what has happened already
     */
    record Promise(String name, Consumer<World> before, Function<World, Object> call) {
        static Promise of(String name, Consumer<World> before, Function<World, Object> call) {
            return new Promise(name, before, call);
        }

        static Promise ofEffect(String name, Consumer<World> before, Consumer<World> call) {
            return new Promise(name, before, world -> {
                call.accept(world);
                return DONE;
            });
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Promise> ofTheController() {
        Consumer<World> nothing = _ -> {};
        Consumer<World> volume = world -> world.create("v", EXT4, Optional.empty());
        Consumer<World> snapshot = volume.andThen(World::cut);
        return Stream.of(
                Promise.of("CreateVolume", nothing, world -> world.create("v", EXT4, Optional.empty())),
                Promise.of(
                        "CreateVolume from a snapshot",
                        snapshot,
                        world -> world.create(
                                "w", EXT4, Optional.of(new ContentSource.FromSnapshot(world.snapshotId())))),
                Promise.of(
                        "CreateVolume from a volume",
                        volume,
                        world -> world.create("w", EXT4, Optional.of(new ContentSource.FromVolume(world.id())))),
                Promise.of(
                        "CreateVolume of one that is in use",
                        world -> world.published(EXT4),
                        world -> world.create("v", EXT4, Optional.empty())),
                Promise.ofEffect(
                        "DeleteVolume", volume, world -> world.volumes().delete(world.id())),
                Promise.ofEffect(
                        "DeleteVolume of none",
                        nothing,
                        world -> world.volumes().delete(world.id())),
                Promise.of("CreateSnapshot", volume, World::cut),
                Promise.of("CreateSnapshot of one in use", world -> world.published(XFS), World::cut),
                Promise.ofEffect(
                        "DeleteSnapshot", snapshot, world -> world.snapshots().delete(world.snapshotId())),
                Promise.of(
                        "ControllerExpandVolume",
                        volume,
                        world -> world.volumes().expand(world.id(), CapacityRange.atLeast(LARGER))),
                Promise.of(
                        "ValidateVolumeCapabilities",
                        volume,
                        world -> world.volumes().validate(world.id(), Set.of(EXT4), Optional.empty())),
                Promise.of("ListVolumes", snapshot, world -> world.volumes().list(new PageRequest(0, ""))),
                Promise.of(
                        "ListSnapshots",
                        snapshot,
                        world -> world.snapshots().list(new PageRequest(0, ""), Optional.of(world.id()))),
                Promise.of(
                        "ControllerGetVolume", volume, world -> world.volumes().get(world.id())),
                Promise.of("GetSnapshot", snapshot, world -> world.snapshots().get(world.snapshotId())),
                Promise.of(
                        "GetCapacity",
                        // What the records themselves take is learnt at the start.
                        snapshot.andThen(world -> world.node.restart()),
                        world -> world.volumes().capacity(Optional.empty(), VolumeParameters.DEFAULT)));
    }

    static Stream<Promise> ofTheNode() {
        Consumer<World> mount = world -> world.create("v", EXT4, Optional.empty());
        Consumer<World> raw = world -> world.create("v", BLOCK, Optional.empty());
        return Stream.of(
                Promise.ofEffect("NodeStageVolume", mount, world -> world.node.staging.stage(world.id(), STAGED, EXT4)),
                Promise.ofEffect(
                        "NodeStageVolume of a raw device",
                        raw,
                        world -> world.node.staging.stage(world.id(), STAGED, BLOCK)),
                Promise.ofEffect(
                        "NodePublishVolume",
                        world -> world.staged(EXT4),
                        world -> world.node.publish(world.id(), POD, EXT4, false)),
                Promise.ofEffect(
                        "NodePublishVolume, read-only",
                        world -> world.staged(EXT4),
                        world -> world.node.publish(world.id(), POD, EXT4, true)),
                Promise.ofEffect(
                        "NodePublishVolume of a raw device",
                        world -> world.staged(BLOCK),
                        world -> world.node.publish(world.id(), POD, BLOCK, false)),
                Promise.ofEffect(
                        "NodePublishVolume of a raw device, read-only",
                        world -> world.staged(BLOCK),
                        world -> world.node.publish(world.id(), POD, BLOCK, true)),
                Promise.of(
                        "NodeExpandVolume",
                        world -> world.published(XFS),
                        world -> world.node.expansion.expand(world.id(), POD, CapacityRange.atLeast(LARGER))),
                Promise.of(
                        "NodeGetVolumeStats",
                        world -> world.published(EXT4),
                        world -> world.node.statistics.of(world.id(), POD)),
                Promise.ofEffect(
                        "NodeUnpublishVolume",
                        world -> world.published(EXT4),
                        world -> world.node.publishing.unpublish(world.id(), POD)),
                Promise.ofEffect(
                        "NodeUnpublishVolume of a raw device",
                        world -> world.published(BLOCK),
                        world -> world.node.publishing.unpublish(world.id(), POD)),
                Promise.ofEffect(
                        "NodeUnstageVolume",
                        world -> world.staged(EXT4),
                        world -> world.node.staging.unstage(world.id(), STAGED)),
                Promise.ofEffect(
                        "NodeUnstageVolume of a raw device",
                        world -> world.staged(BLOCK),
                        world -> world.node.staging.unstage(world.id(), STAGED)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"ofTheController", "ofTheNode"})
    void theSameCallAgainHasTheSameAnswerAndChangesNothing(Promise promise) {
        try (World world = new World()) {
            promise.before().accept(world);

            Object first = promise.call().apply(world);
            State once = State.of(world);
            Object second = promise.call().apply(world);
            State twice = State.of(world);
            world.node.restart();
            Object ofTheNextProcess = promise.call().apply(world);

            assertThat(second).isEqualTo(first);
            assertThat(twice).isEqualTo(once);
            assertThat(ofTheNextProcess).isEqualTo(first);
            assertThat(State.of(world)).isEqualTo(once);
        }
    }
}
