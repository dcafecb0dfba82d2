package dev.zonal.csi.cli.doctor;

import dev.zonal.csi.config.Endpoint;
import dev.zonal.csi.peer.ListeningProcess;
import java.util.List;

/** Which process has the driver's socket. One that has it is no fault: the doctor may be asked beside a driver. */
record SocketCheck(Endpoint endpoint) implements Check {
    @Override
    public List<Finding> findings() {
        String found = ListeningProcess.of(endpoint.socket())
                .map(process -> process + " listens on " + endpoint)
                .orElse("nobody listens on " + endpoint);
        return List.of(Finding.ok("socket", found));
    }
}
