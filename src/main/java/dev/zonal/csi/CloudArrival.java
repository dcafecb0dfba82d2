package dev.zonal.csi;

import dev.zonal.csi.backend.cloud.Waiting;
import dev.zonal.csi.cloud.Cloud;
import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.CloudException.Kind;
import dev.zonal.csi.cloud.wire.CloudConnection;
import dev.zonal.csi.config.CloudSettings;
import dev.zonal.csi.config.Configuration;
import dev.zonal.csi.config.Configuration.Backend;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for a cloud in another process, which may be starting at the same time. */
final class CloudArrival {
    private static final Logger LOG = LoggerFactory.getLogger(CloudArrival.class);

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
    private static final Set<Kind> MAY_PASS = Set.of(Kind.UNAVAILABLE, Kind.INTERNAL, Kind.THROTTLED);

    private CloudArrival() {}

    /**
     * Until the cloud answers, where this machine is to be an instance of it: nothing can be told of a node before. A
     * controller alone serves meanwhile, and says that it knows nothing yet.
     *
     * @throws CloudException where it refuses, or does not answer before patience is over
     */
    static void await(Configuration configuration) {
        CloudSettings settings = configuration.cloud();
        boolean isInstance = configuration.fleet().backend() == Backend.CLOUD
                && configuration.plugin().mode().servesNode();
        settings.endpoint().filter(_ -> isInstance).ifPresent(endpoint -> {
            try (CloudConnection connection = CloudConnection.to(endpoint, CALL_TIMEOUT)) {
                await(connection.as(settings.account()), CloudStorage.waiting(), PATIENCE);
            }
        });
    }

    static void await(Cloud cloud, Waiting waiting, Duration patience) {
        Instant end = waiting.clock().instant().plus(patience);
        while (!answers(cloud, waiting.clock().instant().isBefore(end))) {
            waiting.pause(PAUSE);
        }
    }

    private static boolean answers(Cloud cloud, boolean patient) {
        try {
            cloud.offer();
            return true;
        } catch (CloudException failed) {
            if (!patient || !MAY_PASS.contains(failed.kind())) {
                throw failed;
            }
            LOG.atWarn().addKeyValue("reason", failed.getMessage()).log("the cloud does not answer; it is asked again");
            return false;
        }
    }
}
