package dev.zonal.csi.backend.local.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.concurrent.Deadline;
import dev.zonal.csi.model.StorageException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoadingTest {
    private static final String FOLDER = "volumes";
    private static final int MANY = 200;

    private final Loading loading = new Loading();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final ConcurrentLinkedQueue<String> read = new ConcurrentLinkedQueue<>();
    private final AtomicInteger ends = new AtomicInteger();

    @AfterEach
    void stop() {
        gate.countDown();
        loading.stop();
    }

    private static List<String> names() {
        return IntStream.range(0, MANY).mapToObj(number -> "v" + number).toList();
    }

    /** Those whose reading hangs until the gate is open are enough to keep all readers busy. */
    private void begin() {
        Map<String, Runnable> objects = new HashMap<>();
        for (String name : names()) {
            objects.put(Loading.key(FOLDER, name), () -> {
                if (!name.equals("v7")) {
                    passGate();
                }
                read.add(name);
            });
        }
        loading.begin(objects, ends::incrementAndGet);
    }

    private void passGate() {
        try {
            gate.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Test
    void whereNothingIsLeftNobodyWaits() {
        loading.nothing();

        loading.ensure(FOLDER, "v1");
        loading.awaitWhole();

        assertThat(loading.isWhole()).isTrue();
    }

    @Test
    void oneThatIsAskedForIsReadThoughOthersHang() {
        begin();

        loading.ensure(FOLDER, "v7");

        assertThat(read).containsExactly("v7");
        assertThat(loading.isWhole()).isFalse();
    }

    @Test
    void whatIsNotThereIsNotWaitedFor() {
        begin();

        loading.ensure(FOLDER, "other");
        loading.ensure("snapshots", "v7");

        assertThat(loading.isWhole()).isFalse();
    }

    @Test
    void allAreReadOnceAndThenTheEndComes() {
        begin();
        loading.ensure(FOLDER, "v7");
        assertThat(ends).hasValue(0);

        gate.countDown();
        loading.awaitWhole();

        assertThat(read).containsExactlyInAnyOrderElementsOf(names());
        assertThat(ends).hasValue(1);
        assertThat(loading.isWhole()).isTrue();
    }

    @Test
    void nobodyWaitsBeyondHisDeadline() {
        begin();
        Deadline deadline = Deadline.of(Optional.of(Duration.ofMillis(1)), () -> false);

        assertThatThrownBy(() -> deadline.bind(loading::awaitWhole))
                .isInstanceOf(StorageException.DeadlineExceeded.class)
                .hasMessageContaining("try again");
    }

    @Test
    void whatNobodyExpectedIsToldToWhoeverAsks() {
        IllegalStateException broken = new IllegalStateException("broken");
        loading.begin(
                Map.of(Loading.key(FOLDER, "v1"), () -> {
                    throw broken;
                }),
                ends::incrementAndGet);

        assertThatThrownBy(loading::awaitWhole)
                .isInstanceOf(StorageException.Internal.class)
                .hasCause(broken);
        assertThatThrownBy(() -> loading.ensure(FOLDER, "v1"))
                .isInstanceOf(StorageException.Internal.class)
                .hasCause(broken);
        assertThat(ends).hasValue(0);
    }

    @Test
    void whatIsStoppedEndsWithoutTheRest() {
        begin();

        loading.stop();

        assertThat(read).hasSizeLessThan(MANY);
        assertThat(ends).hasValue(0);
        assertThatThrownBy(loading::awaitWhole).isInstanceOf(StorageException.class);
    }
}
