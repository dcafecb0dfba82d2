package dev.zonal.csi;

import dev.zonal.csi.cloud.simulator.SimulatedCloud;
import dev.zonal.csi.host.Commands;
import dev.zonal.csi.host.Host;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/** What a simulated cloud gets of this machine: its disks, its programs, its time. */
final class CloudMachine {
    private CloudMachine() {}

    static SimulatedCloud.Machine of(Host host, Commands programs) {
        return new SimulatedCloud.Machine(host, programs, InstantSource.system(), CloudMachine::pause, true);
    }

    static void pause(Duration wait) {
        LockSupport.parkNanos(wait.toNanos());
    }
}
