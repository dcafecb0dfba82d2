package dev.zonal.csi.config;

import dev.zonal.csi.config.Configuration.Backend;
import dev.zonal.csi.config.Configuration.FleetSettings;
import dev.zonal.csi.config.Configuration.Mode;
import java.util.stream.Stream;

/** Which settings of a fleet go together. */
public final class FleetRules {
    private FleetRules() {}

    /** @throws ConfigurationException with a sentence for the operator */
    public static void check(Configuration configuration) {
        FleetSettings fleet = configuration.fleet();
        Mode mode = configuration.plugin().mode();
        boolean controls = fleet.backend() == Backend.FLEET;
        if (controls && mode != Mode.CONTROLLER) {
            throw new ConfigurationException(
                    "--backend fleet: the pools are those of the agents, and this node has none;"
                            + " say --mode controller, and run --mode node --control ADDRESS on each node");
        }
        if (controls && fleet.agents().isEmpty()) {
            throw new ConfigurationException("--agents: missing; name the agents of the fleet, as in --agents"
                    + " n1=10.0.0.1:9810,n2=10.0.0.2:9810 or --agents @/etc/zonal/agents");
        }
        if (!controls && !fleet.agents().isEmpty()) {
            throw new ConfigurationException("--agents: only --backend fleet has agents");
        }
        if (fleet.control().isPresent() && !mode.servesNode()) {
            throw new ConfigurationException(
                    "--control: only the driver of a node has pools for controllers; say --mode"
                            + " node or --mode all");
        }
        if (fleet.agents().account().isPresent() && fleet.trust().isEmpty()) {
            throw new ConfigurationException("--agents kubernetes:ACCOUNT: pods know each other by certificates; say"
                    + " --control-authority NAME, or name certificates of your own");
        }
        if (fleet.capacityLease().isPresent() && fleet.agents().account().isEmpty()) {
            throw new ConfigurationException(
                    "--capacity-buckets: only with --agents kubernetes:ACCOUNT are the nodes of"
                            + " agents those of Kubernetes");
        }
        fleet.trust().ifPresent(trust -> check(fleet, trust));
        requireTrust(fleet, Stream.concat(fleet.agents().read().values().stream(), fleet.control().stream()));
    }

    private static void check(FleetSettings fleet, ControlTrust trust) {
        switch (trust) {
            case ControlTrust.Authority _ -> {
                if (fleet.agents().account().isEmpty()) {
                    throw new ConfigurationException("--control-authority: only with --agents kubernetes:ACCOUNT is it"
                            + " known whose certificates may be signed");
                }
            }
            case ControlTrust.Enrolled _ -> {
                if (fleet.control().isEmpty()) {
                    throw new ConfigurationException("--control-token: only an agent (--control ADDRESS) needs one");
                }
            }
            case ControlTrust.TlsFiles _ -> {
                // They are of use on both sides.
            }
        }
    }

    /** @throws ConfigurationException where one of them would be spoken to by nobody knows whom */
    public static void requireTrust(FleetSettings fleet, Stream<ControlAddress> addresses) {
        addresses
                .filter(address -> fleet.trust().isEmpty() && !address.isOfThisMachine())
                .findFirst()
                .ifPresent(far -> {
                    throw new ConfigurationException(far + ": controllers and agents of different machines need"
                            + " certificates (--control-certificate, --control-key, --control-ca); without them, name a"
                            + " unix socket or an address of this machine");
                });
    }
}
