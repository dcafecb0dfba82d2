package dev.zonal.csi;

import dev.zonal.csi.config.Configuration;
import dev.zonal.csi.config.ControlTrust;
import dev.zonal.csi.fleet.trust.AgentKey;
import dev.zonal.csi.fleet.wire.Certificates;
import dev.zonal.csi.fleet.wire.EnrolmentService;
import io.grpc.BindableService;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * How the agent of this node and controllers know each other.
 *
 * @param services what is served to controllers for that purpose
 */
record AgentTrust(Certificates certificates, List<BindableService> services) {
    /** Empty where nobody else gets to the control address. */
    static Optional<AgentTrust> of(Configuration configuration) {
        return configuration.fleet().trust().map(trust -> switch (trust) {
            case ControlTrust.TlsFiles files -> new AgentTrust(Certificates.read(files), List.of());
            case ControlTrust.Enrolled enrolled -> enrolled(configuration.node().nodeId(), enrolled);
            case ControlTrust.Authority _ -> throw new IllegalStateException("an agent has no authority");
        });
    }

    private static AgentTrust enrolled(String node, ControlTrust.Enrolled enrolled) {
        try {
            AgentKey key = new AgentKey(node, enrolled.token(), enrolled.authorities(), InstantSource.system());
            Certificates certificates =
                    Certificates.of("the authority in " + enrolled.authorities() + " and the agent's key", key);
            return new AgentTrust(certificates, List.of(new EnrolmentService(key, certificates)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
