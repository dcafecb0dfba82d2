package dev.zonal.csi.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.model.AccessMode;
import dev.zonal.csi.model.AccessType;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.KubernetesObject;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link StorageBackend} keeps to, whatever stands behind it: one test for each promise of the port.
 *
 * <p>One file on purpose, longer than others: it is read as one list of promises, in their order.
 */
public abstract class StorageBackendContract {
    protected static final ByteSize SIZE = ByteSize.ofMebibytes(64);

    /** What a home may take or free for its own order. */
    private static final ByteSize HOUSEKEEPING = ByteSize.ofMebibytes(8);

    private static final Set<VolumeCapability> CAPABILITIES = Set.of(
            new VolumeCapability(new AccessType.Block(), AccessMode.SINGLE_NODE_WRITER),
            new VolumeCapability(
                    new AccessType.Mounted(Optional.of(FilesystemType.EXT4), List.of("noatime")),
                    AccessMode.SINGLE_NODE_SINGLE_WRITER));

    /** The backend under test, with at least one home, empty at the start of each test. */
    protected abstract StorageBackend backend();

    /** The same, after the process that had it open has ended and begun again. */
    protected abstract StorageBackend reopened();

    /** Writes a text to the start of a volume and makes it durable, as a workload does. */
    protected abstract void write(VolumeId id, String text);

    /** What {@link #write} wrote last; the same number of zeros where nothing did. */
    protected abstract String read(VolumeId id, int length);

    protected final HomeId home() {
        return backend().homes().getFirst().id();
    }

    protected final VolumeId volumeId(String name) {
        return VolumeId.of(name, home());
    }

    protected final SnapshotId snapshotId(String name) {
        return SnapshotId.of(name, home());
    }

    protected final NewVolume blank(String name, ByteSize size) {
        return new NewVolume(volumeId(name), name, size, CAPABILITIES, VolumeParameters.DEFAULT, Optional.empty());
    }

    protected final NewVolume from(ContentSource source, String name, ByteSize size) {
        return new NewVolume(volumeId(name), name, size, CAPABILITIES, VolumeParameters.DEFAULT, Optional.of(source));
    }

    protected final Volume create(String name) {
        return backend().createVolume(blank(name, SIZE));
    }

    /** A snapshot from which a volume can be made. */
    protected final Snapshot cut(String name, Volume source) {
        Snapshot cut =
                backend().createSnapshot(new NewSnapshot(snapshotId(name), name, source.id(), Consistency.SYNCED));
        return backend().awaitReady(cut.id());
    }

    /** All that a copy can be made from, as far as the backend offers it. */
    private List<ContentSource> sources(Volume volume, Snapshot snapshot) {
        ContentSource restored = new ContentSource.FromSnapshot(snapshot.id());
        return backend().features().contains(Feature.CLONES)
                ? List.of(restored, new ContentSource.FromVolume(volume.id()))
                : List.of(restored);
    }

    protected final ByteSize available() {
        return backend().capacity(home(), VolumeParameters.DEFAULT).available();
    }

    @Test
    void aNewVolumeIsWhatWasAskedFor() {
        NewVolume asked = blank("a", SIZE);

        Volume made = backend().createVolume(asked);

        assertThat(made.id()).isEqualTo(asked.id());
        assertThat(made.name()).isEqualTo("a");
        assertThat(made.capacity()).isEqualTo(SIZE);
        assertThat(made.capabilities()).isEqualTo(CAPABILITIES);
        assertThat(made.parameters()).isEqualTo(asked.parameters());
        assertThat(made.source()).isEmpty();
        assertThat(made.contents()).isEqualTo(new Contents.Blank());
        assertThat(made.accessibleFrom()).isEqualTo(backend().homes().getFirst().accessibleFrom());
        assertThat(backend().volume(asked.id())).contains(made);
        assertThat(backend().volumes(Optional.empty(), 10)).containsExactly(made);
    }

    /** As by a caller who never saw the answer. */
    @Test
    void aRepeatedCreateCallLeadsToTheSameObject() {
        Volume volume = create("a");
        write(volume.id(), "kept");
        Snapshot snapshot = cut("s", volume);
        NewVolume restore = from(new ContentSource.FromSnapshot(snapshot.id()), "restored", SIZE);
        Volume restored = backend().createVolume(restore);
        write(restored.id(), "mine");

        assertThat(create("a")).isEqualTo(volume);
        assertThat(cut("s", volume)).isEqualTo(snapshot);
        assertThat(backend().createVolume(restore)).isEqualTo(restored);

        assertThat(List.of(read(volume.id(), 4), read(restored.id(), 4))).containsExactly("kept", "mine");
        assertThat(backend().volumes(Optional.empty(), 10)).containsExactlyInAnyOrder(volume, restored);
        assertThat(backend().snapshots(Optional.empty(), 10)).containsExactly(snapshot);
    }

    @Test
    void whatIsThereAlreadyIsReturnedAsItIsWhateverElseIsAsked() {
        Volume volume = create("a");
        Volume other = create("b");
        Snapshot snapshot = cut("s", volume);
        ByteSize before = available();

        assertThat(backend().createVolume(blank("a", SIZE.plus(SIZE)))).isEqualTo(volume);
        assertThat(backend().createVolume(from(new ContentSource.FromVolume(volumeId("gone")), "a", SIZE)))
                .isEqualTo(volume);
        assertThat(cut("s", other)).isEqualTo(snapshot);

        assertThat(available()).isEqualTo(before);
        assertThat(reopened().volume(volume.id())).contains(volume);
    }

    @Test
    void whatWasReturnedIsThereAfterARestart() {
        Volume volume = create("a\n\"ü\" \u0001");
        Snapshot snapshot = cut("s", volume);
        write(volume.id(), "kept");

        StorageBackend again = reopened();

        assertThat(again.volume(volume.id())).contains(volume);
        assertThat(again.snapshot(snapshot.id())).contains(snapshot);
        assertThat(again.homes()).hasSize(again.homes().size());
        assertThat(read(volume.id(), 4)).isEqualTo("kept");
    }

    @Test
    void whatItWasMadeForIsKeptWithItAndIsItsOwn() {
        Optional<KubernetesObject> claim = KubernetesObject.parse("shop", "db");
        Optional<KubernetesObject> nightly = KubernetesObject.parse("shop", "nightly");
        NewVolume asked = blank("a", SIZE);

        Volume volume = backend()
                .createVolume(
                        new NewVolume(asked.id(), "a", SIZE, CAPABILITIES, asked.parameters(), asked.source(), claim));
        backend().createSnapshot(new NewSnapshot(snapshotId("s"), "s", volume.id(), Consistency.SYNCED, nightly));
        Snapshot snapshot = backend().awaitReady(snapshotId("s"));
        Volume restored = backend().createVolume(from(new ContentSource.FromSnapshot(snapshot.id()), "restored", SIZE));

        assertThat(volume.claim()).isEqualTo(claim);
        assertThat(snapshot.volumeSnapshot()).isEqualTo(nightly);
        assertThat(restored.claim()).isEmpty();
        assertThat(backend().expandVolume(volume.id(), SIZE.plus(SIZE)).claim()).isEqualTo(claim);
        StorageBackend again = reopened();
        assertThat(again.volume(volume.id()).orElseThrow().claim()).isEqualTo(claim);
        assertThat(again.snapshot(snapshot.id())).contains(snapshot);
        assertThat(again.volume(restored.id())).contains(restored);
    }

    @Test
    void aRestoreHasTheContentOfItsSnapshot() {
        Volume source = create("source");
        write(source.id(), "before");
        Snapshot snapshot = cut("s", source);
        write(source.id(), "after!");

        Volume restored = backend().createVolume(from(new ContentSource.FromSnapshot(snapshot.id()), "restored", SIZE));

        assertThat(read(restored.id(), 6)).isEqualTo("before");
        assertThat(read(source.id(), 6)).isEqualTo("after!");
        assertThat(restored.source()).contains(new ContentSource.FromSnapshot(snapshot.id()));
    }

    @Test
    void aCloneHasTheContentOfItsSourceAndIsIndependent() {
        Volume source = create("source");
        write(source.id(), "shared");
        if (!backend().features().contains(Feature.CLONES)) {
            assertThatThrownBy(() ->
                            backend().createVolume(from(new ContentSource.FromVolume(source.id()), "clone", SIZE)))
                    .isInstanceOf(StorageException.InvalidArgument.class);
            assertThat(backend().volumes(Optional.empty(), 10)).containsExactly(source);
            return;
        }

        Volume clone = backend().createVolume(from(new ContentSource.FromVolume(source.id()), "clone", SIZE));
        write(clone.id(), "clone!");

        assertThat(read(source.id(), 6)).isEqualTo("shared");
        assertThat(read(clone.id(), 6)).isEqualTo("clone!");
        assertThat(clone.source()).contains(new ContentSource.FromVolume(source.id()));
    }

    @Test
    void aCopyMayBeLargerThanItsSource() {
        Volume source = create("source");
        write(source.id(), "data");
        Snapshot snapshot = cut("s", source);
        ByteSize larger = SIZE.plus(SIZE);

        for (ContentSource content : sources(source, snapshot)) {
            Volume copy = backend().createVolume(from(content, "copy of " + content.id(), larger));

            assertThat(copy.capacity()).isEqualTo(larger);
            assertThat(read(copy.id(), 4)).isEqualTo("data");
        }
    }

    @Test
    void aCopySmallerThanItsSourceIsOutOfRange() {
        Volume source = create("source");
        Snapshot snapshot = cut("s", source);
        ByteSize smaller = ByteSize.ofMebibytes(63);

        for (ContentSource content : sources(source, snapshot)) {
            assertThatThrownBy(() -> backend().createVolume(from(content, "copy", smaller)))
                    .isInstanceOf(StorageException.OutOfRange.class);
        }
        assertThat(backend().volumes(Optional.empty(), 10)).containsExactly(source);
    }

    @Test
    void aSourceThatIsGoneIsNotFound() {
        for (ContentSource content : List.of(
                new ContentSource.FromSnapshot(snapshotId("gone")), new ContentSource.FromVolume(volumeId("gone")))) {
            assertThatThrownBy(() -> backend().createVolume(from(content, "copy", SIZE)))
                    .isInstanceOf(StorageException.NotFound.class);
        }
        assertThatThrownBy(() -> backend()
                        .createSnapshot(new NewSnapshot(snapshotId("s"), "s", volumeId("gone"), Consistency.SYNCED)))
                .isInstanceOf(StorageException.NotFound.class);
        assertThat(backend().volumes(Optional.empty(), 10)).isEmpty();
        assertThat(backend().snapshots(Optional.empty(), 10)).isEmpty();
    }

    @Test
    void sourcesAndCopiesAreDeletedInAnyOrder() {
        Volume source = create("source");
        write(source.id(), "data");
        Snapshot snapshot = cut("s", source);
        Volume restored = backend().createVolume(from(new ContentSource.FromSnapshot(snapshot.id()), "restored", SIZE));
        Snapshot again = cut("again", restored);
        Volume copy = backend().createVolume(from(sources(restored, again).getLast(), "copy", SIZE));

        backend().deleteVolume(source.id());
        backend().deleteVolume(restored.id());
        Volume second = backend().createVolume(from(new ContentSource.FromSnapshot(snapshot.id()), "second", SIZE));
        backend().deleteSnapshot(again.id());
        backend().deleteSnapshot(snapshot.id());

        assertThat(List.of(read(copy.id(), 4), read(second.id(), 4))).containsOnly("data");
        assertThat(reopened().volumes(Optional.empty(), 10)).containsExactlyInAnyOrder(copy, second);
    }

    @Test
    void deletingGivesTheSpaceBackAndMayBeRepeated() {
        ByteSize before = available();
        Volume volume = create("a");
        Snapshot snapshot = cut("s", volume);

        for (int i = 0; i < 2; i++) {
            backend().deleteVolume(volume.id());
            backend().deleteSnapshot(snapshot.id());
        }

        assertThat(backend().volume(volume.id())).isEmpty();
        assertThat(backend().snapshot(snapshot.id())).isEmpty();
        assertThat(available()).isBetween(before.minusOrZero(HOUSEKEEPING), before);
        assertThat(reopened().volumes(Optional.empty(), 10)).isEmpty();
    }

    @Test
    protected void capacityShrinksByWhatWasPromised() {
        ByteSize before = available();

        create("a");

        ByteSize expected = before.minusOrZero(SIZE);
        assertThat(available()).isBetween(expected.minusOrZero(HOUSEKEEPING), expected.plus(HOUSEKEEPING));
    }

    @Test
    protected void theLargestVolumeCanBeMadeAndNothingBeyond() {
        ByteSize largest = backend().capacity(home(), VolumeParameters.DEFAULT).maximumVolume();

        Volume volume = backend().createVolume(blank("all", largest));

        assertThat(volume.capacity()).isEqualTo(largest);
        assertThatThrownBy(() -> create("more")).isInstanceOf(StorageException.ResourceExhausted.class);
        assertThat(backend().volumes(Optional.empty(), 10)).containsExactly(volume);
        backend().deleteVolume(volume.id());
        assertThat(create("more").capacity()).isEqualTo(SIZE);
    }

    @Test
    void theSmallestVolumeCanBeMadeAndNothingBelow() {
        ByteSize smallest = backend().capacity(home(), VolumeParameters.DEFAULT).minimumVolume();

        assertThat(backend().createVolume(blank("small", smallest)).capacity()).isEqualTo(smallest);
        assertThatThrownBy(() -> backend().createVolume(blank("smaller", smallest.minusOrZero(ByteSize.ofBytes(4096)))))
                .isInstanceOf(StorageException.OutOfRange.class);
    }

    @Test
    void anUnknownHomeHasNoCapacityAndNoVolumes() {
        HomeId elsewhere = new HomeId(home().value().equals("aaaaaaaa") ? "bbbbbbbb" : "aaaaaaaa");

        assertThatThrownBy(() -> backend().capacity(elsewhere, VolumeParameters.DEFAULT))
                .isInstanceOf(StorageException.NotFound.class);
        assertThat(backend().volume(VolumeId.of("a", elsewhere))).isEmpty();
        assertThat(backend().snapshot(SnapshotId.of("a", elsewhere))).isEmpty();
        assertThat(backend().snapshotsOf(VolumeId.of("a", elsewhere), Optional.empty(), 10))
                .isEmpty();
        backend().deleteVolume(VolumeId.of("a", elsewhere));
        backend().deleteSnapshot(SnapshotId.of("a", elsewhere));
    }

    @Test
    void anExpandedVolumeIsLargerAndKeepsItsContent() {
        Volume volume = create("a");
        write(volume.id(), "data");
        ByteSize larger = SIZE.plus(SIZE);

        Volume expanded = backend().expandVolume(volume.id(), larger);

        assertThat(expanded).isEqualTo(volume.withCapacity(larger));
        assertThat(backend().volume(volume.id())).contains(expanded);
        assertThat(reopened().volume(volume.id())).contains(expanded);
        assertThat(read(volume.id(), 4)).isEqualTo("data");
    }

    @Test
    void aVolumeNeverShrinks() {
        Volume volume = create("a");

        assertThat(backend().expandVolume(volume.id(), SIZE)).isEqualTo(volume);
        assertThat(backend().expandVolume(volume.id(), ByteSize.ofMebibytes(1))).isEqualTo(volume);
    }

    @Test
    protected void expandingBeyondTheRoomLeavesTheVolumeAsItWas() {
        Volume volume = create("a");
        ByteSize tooLarge = backend()
                .capacity(home(), VolumeParameters.DEFAULT)
                .available()
                .plus(SIZE)
                .plus(SIZE);

        assertThatThrownBy(() -> backend().expandVolume(volume.id(), tooLarge))
                .isInstanceOf(StorageException.OutOfRange.class);
        assertThatThrownBy(() -> backend().expandVolume(volumeId("gone"), SIZE))
                .isInstanceOf(StorageException.NotFound.class);
        assertThat(backend().volume(volume.id())).contains(volume);
    }

    @Test
    void aSnapshotSaysWhatItIsOf() {
        Volume volume = create("a");

        Snapshot snapshot = cut("s", volume);

        assertThat(snapshot.id()).isEqualTo(snapshotId("s"));
        assertThat(snapshot.name()).isEqualTo("s");
        assertThat(snapshot.source()).isEqualTo(volume.id());
        assertThat(snapshot.size()).isEqualTo(volume.capacity());
        assertThat(snapshot.consistency()).isEqualTo(Consistency.SYNCED);
        assertThat(snapshot.contents()).isEqualTo(volume.contents());
        assertThat(snapshot.accessibleFrom()).isNotEmpty();
        assertThat(backend().snapshot(snapshot.id())).contains(snapshot);
    }

    @Test
    void aSnapshotKeepsTheSizeThatItsSourceHad() {
        Volume volume = create("a");
        Snapshot snapshot = cut("s", volume);

        backend().expandVolume(volume.id(), SIZE.plus(SIZE));

        assertThat(reopened().snapshot(snapshot.id()).orElseThrow().size()).isEqualTo(SIZE);
    }

    @Test
    void listsAreInTheOrderOfIdsAndPagesJoinWithoutGapOrDouble() {
        List<Volume> made = IntStream.range(0, 7)
                .mapToObj(i -> create("v" + i))
                .sorted(Comparator.comparing(Volume::id))
                .toList();

        List<Volume> first = backend().volumes(Optional.empty(), 3);
        List<Volume> second = backend().volumes(Optional.of(first.getLast().id()), 3);
        List<Volume> third = backend().volumes(Optional.of(second.getLast().id()), 3);

        assertThat(List.of(first, second, third).stream().flatMap(List::stream)).containsExactlyElementsOf(made);
        assertThat(backend().volumes(Optional.of(made.getLast().id()), 3)).isEmpty();
    }

    @Test
    void aPageGoesOnAfterAnObjectThatIsGone() {
        List<Volume> made = IntStream.range(0, 4)
                .mapToObj(i -> create("v" + i))
                .sorted(Comparator.comparing(Volume::id))
                .toList();
        backend().deleteVolume(made.get(1).id());

        List<Volume> rest = backend().volumes(Optional.of(made.get(1).id()), 10);

        assertThat(rest).containsExactly(made.get(2), made.get(3));
    }

    @Test
    void snapshotsAreListedAllTogetherAndBySource() {
        Volume one = create("one");
        Volume other = create("other");
        List<Snapshot> ofOne = IntStream.range(0, 4)
                .mapToObj(i -> cut("s" + i, one))
                .sorted(Comparator.comparing(Snapshot::id))
                .toList();
        Snapshot ofOther = cut("t", other);
        backend().deleteVolume(one.id());

        assertThat(backend().snapshots(Optional.empty(), 10))
                .hasSize(5)
                .isSortedAccordingTo(Comparator.comparing(Snapshot::id));
        assertThat(backend().snapshotsOf(one.id(), Optional.empty(), 3)).isEqualTo(ofOne.subList(0, 3));
        assertThat(backend().snapshotsOf(one.id(), Optional.of(ofOne.get(2).id()), 3))
                .containsExactly(ofOne.get(3));
        assertThat(backend().snapshotsOf(other.id(), Optional.empty(), 3)).containsExactly(ofOther);
        assertThat(backend().snapshotsOf(volumeId("gone"), Optional.empty(), 3)).isEmpty();
    }
}
