package dev.zonal.csi;

import dev.zonal.csi.cli.demo.DriverLauncher.RunningDriver;
import dev.zonal.csi.config.Configuration;
import dev.zonal.csi.logging.Logging;
import java.io.OutputStream;
import java.util.List;

/** The driver as a part of another command, which stops it itself. */
final class EmbeddedDriver {
    private EmbeddedDriver() {}

    /** Serves from its return on. */
    static RunningDriver start(List<String> serveArguments, OutputStream log) {
        Configuration configuration = Serve.configuration(serveArguments);
        Logging.start(configuration.log(), log);
        Driver driver = new Driver(configuration, () -> DriverHost.of(configuration));
        driver.start(Version.current());
        return driver::stop;
    }
}
