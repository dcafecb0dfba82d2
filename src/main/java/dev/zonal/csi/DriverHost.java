package dev.zonal.csi;

import dev.zonal.csi.config.Configuration;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.ProcessCommands;
import dev.zonal.csi.host.Processes;
import dev.zonal.csi.host.freeze.LeftFrozen;
import dev.zonal.csi.host.freeze.NotedFreezes;
import dev.zonal.csi.host.linux.LinuxHost;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This host, for a driver that starts: what an earlier driver left frozen is thawed before anything else is touched. */
final class DriverHost {
    private static final Logger LOG = LoggerFactory.getLogger(DriverHost.class);

    /** A disk that does not answer must not keep the start waiting for ever: a thaw writes to it. */
    private static final Duration THAW = Duration.ofSeconds(4);

    private DriverHost() {}

    static Host of(Configuration configuration) {
        ProcessCommands programs = new ProcessCommands();
        Host host = LinuxHost.of(programs);
        Processes processes = LinuxHost.processes();
        Path run = configuration.pools().runDirectory();
        thaw(new LeftFrozen(host, processes, run));
        return NotedFreezes.on(host, programs, processes, run);
    }

    private static void thaw(LeftFrozen left) {
        Thread thawing = Thread.ofPlatform().daemon().name("thaw").start(left::thaw);
        try {
            if (!thawing.join(THAW)) {
                LOG.atWarn().log("the thaw of what an earlier driver left frozen still waits for a disk");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
