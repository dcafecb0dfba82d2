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
 * Certificates that are asked for again on a slow beat, so that they are renewed without a lost call; what can't be had then
 * leaves in force what was had before.
 */
public final class Renewal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);

    private final String what;
    private final Reading reading;
    private final ScheduledExecutorService beat = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("certificates").daemon().factory());

    private Renewal(String what, Reading reading) {
        this.what = what;
        this.reading = reading;
    }

    /** Asks for them, and puts them into force. */
    public interface Reading {
        void read() throws IOException, GeneralSecurityException;
    }

    /**
     * Reads them, and goes on reading them.
     *
     * @param what they are, for people
     * @throws StorageException.FailedPrecondition with a sentence for the operator, where they can't be used
     */
    public static Renewal follow(String what, Duration pace, Reading reading) {
        try {
            reading.read();
        } catch (IOException | GeneralSecurityException | RuntimeException unusable) {
            throw new StorageException.FailedPrecondition(what + " can't be used: " + unusable.getMessage(), unusable);
        }
        Renewal followed = new Renewal(what, reading);
        var _ = followed.beat.scheduleWithFixedDelay(
                followed::readAgain, pace.toMillis(), pace.toMillis(), TimeUnit.MILLISECONDS);
        return followed;
    }

    /** Asks for them at once, beside the beat; what is thrown here would end the beat without a word. */
    public void readAgain() {
        try {
            reading.read();
        } catch (IOException | GeneralSecurityException | RuntimeException unusable) {
            LOG.atWarn()
                    .addKeyValue("which", what)
                    .setCause(unusable)
                    .log("certificates can't be read; what was read before stays in force");
        }
    }

    @Override
    public void close() {
        beat.shutdownNow();
    }
}
