package dev.zonal.csi.driver;

import static dev.zonal.csi.driver.Workload.block;
import static dev.zonal.csi.driver.Workload.contentOf;
import static dev.zonal.csi.driver.Workload.mount;
import static dev.zonal.csi.driver.Workload.volume;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.v1.Snapshot;
import dev.zonal.csi.v1.Volume;
import dev.zonal.csi.v1.VolumeCapability;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The driver goes and comes back while a workload writes: the workload notices nothing, and every call works after. */
@RealHost
final class RestartIT {
    /** A workload that writes and syncs until it is told to stop. */
    private static final class Writer implements AutoCloseable {
        private final AtomicBoolean stop = new AtomicBoolean();
        private final AtomicLong written = new AtomicLong();
        private final AtomicReference<Exception> failure = new AtomicReference<>();
        private final Thread thread;

        Writer(Path file) {
            thread = Thread.ofPlatform().start(() -> write(file));
        }

        private void write(Path file) {
            byte[] block = new byte[64 << 10];
            try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
                while (!stop.get()) {
                    out.seek(written.get() % 128 * block.length);
                    out.write(block);
                    out.getFD().sync();
                    written.incrementAndGet();
                }
            } catch (Exception failed) {
                failure.set(failed);
            }
        }

        long progress() throws InterruptedException {
            long before = written.get();
            for (int i = 0; i < 500 && written.get() <= before && failure.get() == null; i++) {
                Thread.sleep(10);
            }
            return written.get() - before;
        }

        @Override
        public void close() throws InterruptedException {
            stop.set(true);
            thread.join();
        }
    }

    @ParameterizedTest(name = "{0} with {1}")
    @CsvSource({"SIGTERM,ext4", "SIGKILL,ext4", "SIGTERM,xfs", "SIGKILL,xfs", "SIGTERM,block", "SIGKILL,block"})
    void aWriterSeesNoErrorAndAllCallsWorkAfterwards(String signal, String kind) throws Exception {
        try (RealDriver driver = RealDriver.start()) {
            VolumeCapability capability = kind.equals("block") ? block() : mount(kind);
            Volume volume;
            Path target;
            try (Workload before = new Workload(driver)) {
                volume = before.create("data", 512, capability);
                target = before.publish(volume, capability);
            }
            try (Writer writer = new Writer(kind.equals("block") ? target : target.resolve("file"))) {
                assertThat(writer.progress()).isPositive();

                if (signal.equals("SIGTERM")) {
                    assertThat(driver.terminate()).isZero();
                } else {
                    driver.kill();
                }

                assertThat(writer.progress()).as("while the driver is away").isPositive();
                driver.restart();
                assertThat(writer.progress()).as("after the driver is back").isPositive();
                assertThat(writer.failure.get()).isNull();
            }
            assertThatAllCallsWork(driver, volume, capability, target);
        }
    }

    private static void assertThatAllCallsWork(
            RealDriver driver, Volume volume, VolumeCapability capability, Path target) throws Exception {
        try (Workload after = new Workload(driver)) {
            after.stage(volume, capability);
            after.publish(volume, capability, target, false);
            Snapshot snapshot = after.snapshot("cut", volume);
            after.expand(volume, 640);
            assertThat(after.expandOnNode(volume)).isEqualTo(640 * Workload.MEBIBYTE);
            Volume restored = after.create(volume("back", 512, capability).setVolumeContentSource(contentOf(snapshot)));
            after.publish(restored, capability);
            after.retire(restored);
            after.delete(restored);
            after.retire(volume);
            after.delete(volume);
            after.delete(snapshot);
            assertThat(HostTraces.loopsBelow(driver.folder()))
                    .as("the pool's own alone")
                    .hasSize(1);
        }
    }
}
