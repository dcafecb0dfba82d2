package dev.zonal.csi.cli;

import dev.zonal.csi.client.CallFailed;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.v1.PluginCapability;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What a driver says that it can do, by the names of the spec. */
final class CapabilityNames {
    private static final int UNIMPLEMENTED = 12;

    private CapabilityNames() {}

    /** By {@code plugin}, {@code controller} and {@code node}; a service that isn't served can do nothing. */
    static Map<String, List<String>> byService(CsiClient client) {
        Map<String, List<String>> names = new LinkedHashMap<>();
        names.put(
                "plugin",
                client.identity().getPluginCapabilities().getCapabilitiesList().stream()
                        .map(CapabilityNames::name)
                        .toList());
        names.put(
                "controller",
                ifServed(() -> client.controller().controllerGetCapabilities().getCapabilitiesList().stream()
                        .map(capability -> capability.getRpc().getType().name())
                        .toList()));
        names.put(
                "node",
                ifServed(() -> client.node().nodeGetCapabilities().getCapabilitiesList().stream()
                        .map(capability -> capability.getRpc().getType().name())
                        .toList()));
        return names;
    }

    private static String name(PluginCapability capability) {
        return switch (capability.getTypeCase()) {
            case SERVICE -> capability.getService().getType().name();
            case VOLUME_EXPANSION -> capability.getVolumeExpansion().getType().name() + "_VOLUME_EXPANSION";
            case TYPE_NOT_SET -> "UNKNOWN";
        };
    }

    private static List<String> ifServed(Supplier<List<String>> names) {
        try {
            return names.get();
        } catch (CallFailed failed) {
            if (failed.code() == UNIMPLEMENTED) {
                return List.of();
            }
            throw failed;
        }
    }
}
