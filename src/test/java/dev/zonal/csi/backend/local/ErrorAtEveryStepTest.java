package dev.zonal.csi.backend.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.Faults.Failure;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.model.StorageException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each operation, with each of its calls to the host failing in turn. Either it goes on without that call, or it throws
 * and everything is as it was: what is listed, what is reserved, every file and device. A power cut right after the
 * failure loses nothing either, and a repetition succeeds.
 */
@Tag("exhaustive")
@ExtendWith(QuietLogs.class)
class ErrorAtEveryStepTest {
    private static final List<Errno> ERRORS = List.of(
            Errno.EIO,
            Errno.ENOSPC,
            Errno.EDQUOT,
            Errno.EBUSY,
            Errno.EINTR,
            Errno.ETIMEDOUT,
            Errno.EACCES,
            Errno.EROFS);

    private static int cases;

    @AfterAll
    static void say() {
        System.out.println("errors in operations: " + cases + " cases, " + Survivors.seed());
    }

    @ParameterizedTest
    @EnumSource
    void fails(Operation operation) {
        Undisturbed undisturbed = Undisturbed.of(operation);
        for (int call = 0; call < undisturbed.calls().size(); call++) {
            String what = undisturbed.calls().get(call);
            for (Errno errno : ERRORS) {
                check(operation, undisturbed, what, new Failure(call, errno, false));
            }
            if (what.startsWith("sync ")) {
                check(operation, undisturbed, what + " (done all the same)", new Failure(call, Errno.EIO, true));
            }
        }
    }

    private static void check(Operation operation, Undisturbed undisturbed, String what, Failure failure) {
        cases++;
        assertThatCode(() -> {
                    goesOn(failed(operation, undisturbed, failure), undisturbed);
                    int unsynced = failed(operation, undisturbed, failure)
                            .bench
                            .host
                            .unsynced()
                            .size();
                    for (BitSet kept :
                            failure.errno().equals(Errno.EIO) ? Survivors.few(unsynced) : List.<BitSet>of()) {
                        survivesPowerCut(failed(operation, undisturbed, failure), undisturbed, kept);
                    }
                })
                .as("%s with %s at '%s'", operation, failure, what)
                .doesNotThrowAnyException();
    }

    private static Drill failed(Operation operation, Undisturbed undisturbed, Failure failure) {
        Drill drill = new Drill(operation);
        drill.bench.host.faults().fail(failure);
        Optional<RuntimeException> thrown = run(drill);
        drill.bench.host.faults().clear();
        thrown.ifPresent(exception -> checkKind(failure.errno(), exception));
        PoolState expected = thrown.isPresent() ? undisturbed.before() : undisturbed.after();
        assertThat(PoolState.of(drill.backend)).isEqualTo(expected);
        if (thrown.isPresent()) {
            PoolState.checkPromises(drill.bench.host, drill.backend);
        }
        return drill;
    }

    private static Optional<RuntimeException> run(Drill drill) {
        try {
            drill.run();
            return Optional.empty();
        } catch (HostException | StorageException failure) {
            return Optional.of(failure);
        }
    }

    private static void checkKind(Errno errno, RuntimeException thrown) {
        boolean noSpace = errno.equals(Errno.ENOSPC) || errno.equals(Errno.EDQUOT);
        if (noSpace) {
            assertThat(thrown).isInstanceOf(StorageException.ResourceExhausted.class);
        } else if (thrown instanceof StorageException) {
            assertThat(thrown).isInstanceOf(StorageException.Aborted.class);
            assertThat(errno).isEqualTo(Errno.EBUSY);
        }
    }

    private static void goesOn(Drill drill, Undisturbed undisturbed) {
        drill.run();
        assertThat(PoolState.of(drill.backend)).isEqualTo(undisturbed.after());
        drill.bench.host.kill();
        LocalBackend again = drill.bench.open();
        assertThat(PoolState.of(again)).isEqualTo(undisturbed.after());
        PoolState.checkPromises(drill.bench.host, again);
        drill.checkMade(again);
    }

    private static void survivesPowerCut(Drill drill, Undisturbed undisturbed, BitSet kept) {
        cases++;
        PoolState acknowledged = PoolState.of(drill.backend);
        List<String> unsynced = drill.bench.host.unsynced();
        drill.bench.host.cutPower(kept);
        LocalBackend again = drill.bench.open();
        // What was refused may be there all the same, whole; what was answered must be.
        assertThat(PoolState.of(again)).as("kept %s of %s", kept, unsynced).isIn(acknowledged, undisturbed.after());
        PoolState.checkPromises(drill.bench.host, again);
    }
}
