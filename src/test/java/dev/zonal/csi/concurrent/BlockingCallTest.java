package dev.zonal.csi.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.zonal.csi.model.StorageException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BlockingCallTest {
    private static <T> T onVirtualThread(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> Thread.ofVirtual().start(task))
                .join();
    }

    @Test
    void aVirtualThreadHasItMadeByAPlatformThread() {
        Thread looked = onVirtualThread(() -> BlockingCall.run(Thread::currentThread));

        assertThat(looked.isVirtual()).isFalse();
    }

    @Test
    void aPlatformThreadMakesItItself() {
        assertThat(BlockingCall.run(Thread::currentThread)).isSameAs(Thread.currentThread());
    }

    @Test
    void whatItThrowsReachesTheCallerAsItIs() {
        StorageException.Unavailable gone = new StorageException.Unavailable("the disk is gone");

        Throwable thrown = onVirtualThread(() -> catchThrowable(() -> BlockingCall.run(() -> {
            throw gone;
        })));

        assertThat(thrown).isSameAs(gone);
    }
}
