package dev.zonal.csi.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class SignalTest {
    @Test
    void aProcessIsHaltedAndGoesOn() throws Exception {
        Process process = new ProcessBuilder("sleep", "60").start();
        try {
            Signal.STOP.send(process.pid());
            awaitHalted(process.pid(), true);

            Signal.CONTINUE.send(process.pid());
            awaitHalted(process.pid(), false);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void oneThatIsGoneIsAnError() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();

        assertThatIllegalStateException().isThrownBy(() -> Signal.STOP.send(process.pid()));
    }

    private static void awaitHalted(long pid, boolean halted) throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (isHalted(pid) != halted) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static boolean isHalted(long pid) throws Exception {
        return Files.readString(Path.of("/proc", Long.toString(pid), "status")).contains("State:\tT");
    }
}
