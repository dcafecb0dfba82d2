package dev.zonal.csi.client;

import dev.zonal.csi.config.Endpoint;
import java.time.Duration;

/** A CSI client on a unix socket. */
public final class CsiClient implements AutoCloseable {
    private final ClientChannel channel;
    private final IdentityClient identity;
    private final ControllerClient controller;
    private final NodeClient node;
    private final MaintenanceClient maintenance;

    private CsiClient(Endpoint endpoint, Duration timeout) {
        channel = ClientChannel.to(endpoint);
        Calls.Connection connection = new Calls.Connection(Served.DRIVER, channel.channel(), endpoint, timeout);
        identity = new IdentityClient(connection);
        controller = new ControllerClient(connection);
        node = new NodeClient(connection);
        maintenance = new MaintenanceClient(connection);
    }

    /**
     * A client of the driver that listens there. It connects with its first call, which says so where nobody listens.
     *
     * @param timeout how long each call may take
     */
    public static CsiClient connect(Endpoint endpoint, Duration timeout) {
        return new CsiClient(endpoint, timeout);
    }

    public IdentityClient identity() {
        return identity;
    }

    public ControllerClient controller() {
        return controller;
    }

    public NodeClient node() {
        return node;
    }

    public MaintenanceClient maintenance() {
        return maintenance;
    }

    @Override
    public void close() {
        channel.close();
    }
}
