package dev.zonal.csi.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.Faults;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.SimulatedHost;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An operation has its place in {@code tmp/} as long as it runs: what stands there after it is nobody's, and the places
 * that are remembered do not become more and more.
 */
@ExtendWith(QuietLogs.class)
class ObjectStoreTest {
    private record Note(String text) {}

    private static final Path OBJECTS = Path.of("/objects");
    private static final Path TMP = Path.of("/tmp");

    /** Where everything about {@code a} is made: every number that is drawn is the same. */
    private static final Path PLACE = TMP.resolve("a.7");

    private static final Note BEFORE = new Note("before");
    private static final Note AFTER = new Note("after");

    private final SimulatedHost host = new SimulatedHost();
    private final FileTree files = host.ports().files();
    private final Scratch scratch = new Scratch(files, TMP, () -> 7);
    private final ObjectStore<Note> store = new ObjectStore<>(
            files, scratch, OBJECTS, "note.json", new RecordFormat<>("note", 1, Note.class), Barrier.ofFiles(files));

    ObjectStoreTest() {
        files.createDirectory(OBJECTS);
        files.createDirectory(TMP);
    }

    private void publish(String id) {
        try (Draft<Note> draft = store.draft(id)) {
            files.createFile(draft.file("payload"), new byte[] {1});
            draft.publish(BEFORE, "payload");
        }
    }

    private void refuse(String call) {
        host.faults().refuse(new Faults.Refusal(call, Errno.EIO));
    }

    private void assertDone(String... names) {
        host.faults().clear();
        assertThat(scratch.isInUse(PLACE)).isFalse();
        assertThat(files.list(TMP)).isEmpty();
        assertThat(store.names()).containsExactly(names);
    }

    @Test
    void aDraftHasItsPlaceUntilItIsPublished() {
        try (Draft<Note> draft = store.draft("a")) {
            assertThat(scratch.isInUse(PLACE)).isTrue();
            files.createFile(draft.file("payload"), new byte[] {1});
            draft.publish(BEFORE, "payload");
        }

        assertDone("a");
        assertThat(store.read("a")).isEqualTo(BEFORE);
    }

    @Test
    void aDraftThatIsNotPublishedNeverWas() {
        try (Draft<Note> draft = store.draft("a")) {
            files.createFile(draft.file("payload"), new byte[] {1});
        }

        assertDone();
    }

    @Test
    void aDraftThatCannotBeMadeHasNoPlace() {
        refuse("createDirectory " + TMP);

        assertThatExceptionOfType(HostException.class).isThrownBy(() -> store.draft("a"));

        assertDone();
    }

    /** The name may be on the disk or not: what it leads to stays until a start knows. */
    @Test
    void aDraftThatCannotBeTakenBackKeepsItsPlace() {
        refuse("sync " + OBJECTS);

        assertThatExceptionOfType(HostException.class).isThrownBy(() -> publish("a"));

        assertThat(scratch.isInUse(PLACE)).isTrue();
        assertThat(files.list(PLACE)).containsExactlyInAnyOrder("payload", "note.json");
    }

    @Test
    void aRecordIsReplaced() {
        publish("a");

        store.rewrite("a", BEFORE, AFTER);

        assertDone("a");
        assertThat(store.read("a")).isEqualTo(AFTER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"createFile /tmp", "sync /tmp", "replace /objects", "sync /objects"})
    void aRecordThatCannotBeReplacedStaysAsItWas(String step) {
        publish("a");
        refuse(step);

        assertThatExceptionOfType(HostException.class).isThrownBy(() -> store.rewrite("a", BEFORE, AFTER));

        assertDone("a");
        assertThat(store.read("a")).isEqualTo(BEFORE);
    }

    @Test
    void anObjectIsRemovedAndOneThatIsNotThereToo() {
        publish("a");

        store.remove("a");
        store.remove("a");

        assertDone();
    }

    /** The rename, then the sync. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void anObjectThatCannotBeRemovedStays(int call) {
        publish("a");
        host.faults().fail(new Faults.Failure(call, Errno.EIO, false));

        assertThatExceptionOfType(HostException.class).isThrownBy(() -> store.remove("a"));

        assertDone("a");
        assertThat(store.read("a")).isEqualTo(BEFORE);
    }

    @Test
    void whatOfAnObjectCannotBeRemovedFromTmpIsNobodys() {
        publish("a");
        refuse("deleteFile");

        store.remove("a");

        host.faults().clear();
        assertThat(files.status(PLACE)).isPresent();
        assertThat(scratch.isInUse(PLACE)).isFalse();
        assertThat(store.names()).isEmpty();
        scratch.sweep();
        assertThat(files.list(TMP)).isEqualTo(List.of());
    }
}
