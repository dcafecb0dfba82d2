package dev.zonal.csi;

import dev.zonal.csi.cloud.console.ConsoleServer;
import dev.zonal.csi.config.Endpoint;
import java.util.Optional;

/**
 * Where a simulated cloud is reached.
 *
 * @param endpoint its unix socket
 * @param console the port of its console and metrics, where there is one
 */
record CloudDoors(Endpoint endpoint, Optional<ConsoleServer.Access> console) {}
