package dev.zonal.csi;

import dev.zonal.csi.cloud.console.ConsoleServer;
import dev.zonal.csi.config.BearerToken;
import dev.zonal.csi.config.ControlAddress;
import dev.zonal.csi.tls.ServerCertificate;
import java.util.List;
import java.util.Optional;

/**
 * Where a simulated cloud is reached.
 *
 * @param addresses where it is served to programs
 * @param token what calls have to show on TCP
 * @param certificate by which it is known on TCP, and to browsers
 * @param console the port of its console and metrics, where there is one
 */
record CloudDoors(
        List<ControlAddress> addresses,
        Optional<BearerToken> token,
        Optional<ServerCertificate> certificate,
        Optional<ConsoleServer.Access> console) {
    CloudDoors {
        addresses = List.copyOf(addresses);
    }
}
