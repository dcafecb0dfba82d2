package dev.zonal.csi;

import dev.zonal.csi.config.Configuration;
import dev.zonal.csi.config.ConfigurationException;
import dev.zonal.csi.config.ConfigurationReader;
import dev.zonal.csi.config.Setting;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.kubelet.KubernetesException;
import dev.zonal.csi.logging.Logging;
import dev.zonal.csi.metrics.HttpException;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.server.SocketException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs the driver until it is told to stop. */
final class Serve {
    static final String NAME = "serve";

    private static final int WRONG_USE = 2;
    private static final int FAILED = 1;

    private Serve() {}

    /**
     * Serves until a signal comes.
     *
     * @param complaint hears the sentence for the operator, where it can't; that is enough, whatever the log's level
     * @return the exit code of the process
     */
    static int untilStopped(Map<Setting<?>, List<String>> flags, Consumer<String> complaint) {
        try {
            Configuration configuration = ConfigurationReader.read(flags, System.getenv());
            Logging.start(configuration.log(), System.err);
            Driver driver = new Driver(NodeLocation.find(configuration), () -> DriverHost.of(configuration));
            stopOnSignal(driver);
            driver.start(Version.current());
            driver.awaitStop();
            return 0;
        } catch (ConfigurationException wrong) {
            complaint.accept("zonal: " + wrong.getMessage());
            return WRONG_USE;
        } catch (StorageException | HostException | SocketException | HttpException | KubernetesException failed) {
            complaint.accept("zonal: " + failed.getMessage());
            return FAILED;
        }
    }

    /** What these arguments say, with nothing from the environment. */
    static Configuration configuration(List<String> arguments) {
        return ConfigurationReader.read(
                ServeFlags.read(arguments)
                        .orElseThrow(() -> new IllegalArgumentException("not in the usual form: " + arguments)),
                Map.of());
    }

    /** A signal ends the JVM with 128 and its number; a driver that stopped as it should ends with 0. */
    private static void stopOnSignal(Driver driver) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            if (driver.stop()) {
                Runtime.getRuntime().halt(0);
            }
        }));
    }
}
