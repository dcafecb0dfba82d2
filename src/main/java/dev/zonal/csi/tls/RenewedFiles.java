package dev.zonal.csi.tls;

import dev.zonal.csi.model.StorageException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that are read again on a slow beat, so that certificates are renewed without a lost call; files that can't be read
 * leave what was read before.
 */
public final class RenewedFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RenewedFiles.class);

    private final String files;
    private final Reading reading;
    private final ScheduledExecutorService beat = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("certificates").daemon().factory());

    private RenewedFiles(String files, Reading reading) {
        this.files = files;
        this.reading = reading;
    }

    /** Puts into force what is in the files. */
    public interface Reading {
        void read() throws IOException, GeneralSecurityException;
    }

    /**
     * Reads them, and goes on reading them.
     *
     * @param files as they are named to the operator
     * @throws StorageException.FailedPrecondition with a sentence for the operator, where they can't be used
     */
    public static RenewedFiles follow(String files, Duration pace, Reading reading) {
        try {
            reading.read();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException unusable) {
            throw new StorageException.FailedPrecondition(
                    "the certificates " + files + " can't be used: " + unusable.getMessage(), unusable);
        }
        RenewedFiles followed = new RenewedFiles(files, reading);
        var _ = followed.beat.scheduleWithFixedDelay(
                followed::readAgain, pace.toMillis(), pace.toMillis(), TimeUnit.MILLISECONDS);
        return followed;
    }

    /** What is thrown here would end the beat without a word. */
    private void readAgain() {
        try {
            reading.read();
        } catch (IOException | GeneralSecurityException | RuntimeException unusable) {
            LOG.atWarn()
                    .addKeyValue("files", files)
                    .setCause(unusable)
                    .log("certificates can't be read; what was read before stays in force");
        }
    }

    @Override
    public void close() {
        beat.shutdownNow();
    }
}
