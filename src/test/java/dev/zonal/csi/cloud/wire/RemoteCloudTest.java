package dev.zonal.csi.cloud.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.cloud.ClientToken;
import dev.zonal.csi.cloud.Cloud;
import dev.zonal.csi.cloud.CloudContract;
import dev.zonal.csi.cloud.CloudControl;
import dev.zonal.csi.cloud.CloudException.Kind;
import dev.zonal.csi.cloud.NewDisk;
import dev.zonal.csi.cloud.simulator.CloudBench;
import dev.zonal.csi.config.Endpoint;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RemoteCloudTest extends CloudContract {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final CloudBench bench = new CloudBench(DESCRIPTION);
    private ServedCloud served;
    private CloudConnection connection;

    @BeforeEach
    void connect() {
        served = ServedCloud.start(bench.running(), folder.resolve("cloud.sock"));
        connection = CloudConnection.to(served.endpoint(), TIMEOUT);
    }

    @AfterEach
    void close() {
        connection.close();
        served.close();
        bench.close();
    }

    @Override
    protected Cloud cloud() {
        return connection.as("test");
    }

    @Override
    protected CloudControl control() {
        return connection.control();
    }

    @Test
    void eachAccountHasItsOwnRates() {
        cloud().instances();
        cloud().instances();
        refused(Kind.THROTTLED, () -> cloud().instances());

        assertThat(connection.as("another").instances()).isEmpty();
    }

    @Test
    void aCloudThatIsGoneIsUnavailable() {
        try (CloudConnection nobody = CloudConnection.to(new Endpoint(folder.resolve("nobody.sock")), TIMEOUT)) {
            refused(
                    Kind.UNAVAILABLE,
                    () -> nobody.as("test").createDisk(NewDisk.blank("a", "standard", GIB), new ClientToken("t")));
        }
    }
}
