package dev.zonal.csi.backend.local.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.Operation;
import dev.zonal.csi.backend.local.PoolBench;
import dev.zonal.csi.backend.local.PoolState;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.store.RecordFormat;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A pool whose {@code pool.json} is lost or damaged is known by the ids of its objects, where those agree. */
@ExtendWith(QuietLogs.class)
class LostPoolRecordTest {
    private static final Path RECORD = PoolBench.POOL.resolve("pool.json");

    private final PoolBench bench = new PoolBench();
    private final FileTree files = bench.host.ports().files();

    private ThrowableAssertAlternative<StorageException.FailedPrecondition> assertRefused() {
        return assertThatExceptionOfType(StorageException.FailedPrecondition.class)
                .isThrownBy(() -> bench.open(PoolBench.SPEC));
    }

    private PoolState furnished() {
        LocalBackend backend = bench.open();
        Operation.furnish(bench, backend);
        PoolState before = PoolState.of(backend);
        backend.close();
        return before;
    }

    @Test
    void oneThatIsMissingIsMadeAnew() {
        PoolState before = furnished();
        files.deleteFile(RECORD);

        assertRebuilt(before);
    }

    @Test
    void oneThatIsDamagedIsMadeAnew() {
        PoolState before = furnished();
        bench.host.scribble(RECORD, 20, new byte[] {'!'});

        assertRebuilt(before);
    }

    private void assertRebuilt(PoolState before) {
        HomeId home = before.volumes().getFirst().id().home();
        bench.open().close();
        LocalBackend again = bench.open();

        assertThat(again.homes().getFirst().id()).isEqualTo(home);
        assertThat(PoolState.of(again)).isEqualTo(before);
        PoolState.checkPromises(bench.host, again);
    }

    @Test
    void withoutAnyObjectItIsRefusedAndLeftAsItWas() {
        bench.open().close();
        files.deleteFile(RECORD);
        files.deleteFile(PoolBench.POOL.resolve("lock"));

        assertRefused()
                .withMessageContaining("/pool/pool.json is missing")
                .withMessageContaining("put pool.json back from a copy, or give an empty directory");

        assertThat(files.list(PoolBench.POOL)).containsExactlyInAnyOrder("volumes", "snapshots", "tmp");
    }

    @Test
    void whereTheObjectsDoNotAgreeItIsRefused() {
        PoolState before = furnished();
        String other = before.volumes().getFirst().id().stem() + "-other234";
        files.createDirectory(PoolBench.POOL.resolve("volumes").resolve(other));
        files.deleteFile(RECORD);

        assertRefused()
                .withMessageContaining("other234")
                .withMessageContaining("move the objects of all pools but one out of /pool");
    }

    @Test
    void oneOfANewerVersionIsNoDamage() {
        furnished();
        PoolRecord record = new PoolRecord("newer234", bench.clock.instant());
        files.deleteFile(RECORD);
        files.createFile(RECORD, new RecordFormat<>("pool", 9, PoolRecord.class).write(record));

        assertRefused().withMessageContaining("written by a newer version");
    }
}
