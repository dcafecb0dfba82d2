package dev.zonal.csi.bench.floor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.HostException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class WhenFreeTest {
    private final AtomicInteger tries = new AtomicInteger();

    @Test
    void whatIsBusyForAMomentIsTriedUntilItIsFree() {
        WhenFree.run(() -> fail(Errno.EBUSY, 2));

        assertThat(tries).hasValue(3);
    }

    @Test
    void whatStaysBusyIsAnErrorInTheEnd() {
        assertThatExceptionOfType(HostException.class)
                .isThrownBy(() -> WhenFree.run(() -> fail(Errno.EBUSY, Integer.MAX_VALUE)))
                .matches(failed -> failed.is(Errno.EBUSY));
        assertThat(tries).hasValue(WhenFree.TRIES);
    }

    @Test
    void everyOtherErrorIsOneAtOnce() {
        assertThatExceptionOfType(HostException.class)
                .isThrownBy(() -> WhenFree.run(() -> fail(Errno.EINVAL, Integer.MAX_VALUE)));
        assertThat(tries).hasValue(1);
    }

    private void fail(Errno error, int times) {
        if (tries.incrementAndGet() <= times) {
            throw new HostException("unmount /pod", error);
        }
    }
}
