package dev.zonal.csi.rpc;

import dev.zonal.csi.backend.Feature;
import dev.zonal.csi.config.Configuration.PluginSettings;
import dev.zonal.csi.config.Configuration.SpecVersion;
import dev.zonal.csi.v1.ControllerServiceCapability;
import dev.zonal.csi.v1.NodeServiceCapability;
import dev.zonal.csi.v1.PluginCapability;
import java.util.List;
import java.util.Set;

/** What the driver says that it can do: one table, of which mode, spec, settings and backend each pick their rows. */
final class Capabilities {
    private enum When {
        ALWAYS,
        CONTROLLER_IS_HERE,
        SNAPSHOTS,
        CLONES,
        CONTROLLER_EXPANDS,
        ATTACHES,
        MODIFIES,
        SPEC_1_12,
        SPEC_1_13_AND_CONTROLLER_IS_HERE;

        boolean holds(PluginSettings settings, Set<Feature> features) {
            return switch (this) {
                case ALWAYS -> true;
                // Of a plugin whose nodes need its controller, wherever that is.
                case CONTROLLER_IS_HERE -> settings.mode().servesController() || features.contains(Feature.ATTACHMENT);
                case SNAPSHOTS -> features.contains(Feature.SNAPSHOTS);
                case CLONES -> features.contains(Feature.CLONES);
                case CONTROLLER_EXPANDS -> settings.controllerExpansion() && features.contains(Feature.EXPANSION);
                case ATTACHES -> features.contains(Feature.ATTACHMENT);
                case MODIFIES -> features.contains(Feature.MODIFICATION);
                case SPEC_1_12 -> settings.spec() == SpecVersion.V1_12;
                case SPEC_1_13_AND_CONTROLLER_IS_HERE ->
                    settings.spec() == SpecVersion.V1_13 && settings.mode().servesController();
            };
        }
    }

    private record Row<T>(T capability, When offered) {}

    private static final List<Row<PluginCapability.Service.Type>> PLUGIN = List.of(
            new Row<>(PluginCapability.Service.Type.CONTROLLER_SERVICE, When.CONTROLLER_IS_HERE),
            new Row<>(PluginCapability.Service.Type.VOLUME_ACCESSIBILITY_CONSTRAINTS, When.ALWAYS),
            new Row<>(
                    PluginCapability.Service.Type.SNAPSHOT_ACCESSIBILITY_CONSTRAINTS,
                    When.SPEC_1_13_AND_CONTROLLER_IS_HERE));

    private static final List<Row<ControllerServiceCapability.RPC.Type>> CONTROLLER = List.of(
            new Row<>(ControllerServiceCapability.RPC.Type.CREATE_DELETE_VOLUME, When.ALWAYS),
            new Row<>(ControllerServiceCapability.RPC.Type.PUBLISH_UNPUBLISH_VOLUME, When.ATTACHES),
            new Row<>(ControllerServiceCapability.RPC.Type.PUBLISH_READONLY, When.ATTACHES),
            new Row<>(ControllerServiceCapability.RPC.Type.LIST_VOLUMES_PUBLISHED_NODES, When.ATTACHES),
            new Row<>(ControllerServiceCapability.RPC.Type.MODIFY_VOLUME, When.MODIFIES),
            new Row<>(ControllerServiceCapability.RPC.Type.LIST_VOLUMES, When.ALWAYS),
            new Row<>(ControllerServiceCapability.RPC.Type.GET_CAPACITY, When.ALWAYS),
            new Row<>(ControllerServiceCapability.RPC.Type.CREATE_DELETE_SNAPSHOT, When.SNAPSHOTS),
            new Row<>(ControllerServiceCapability.RPC.Type.LIST_SNAPSHOTS, When.SNAPSHOTS),
            new Row<>(ControllerServiceCapability.RPC.Type.CLONE_VOLUME, When.CLONES),
            new Row<>(ControllerServiceCapability.RPC.Type.EXPAND_VOLUME, When.CONTROLLER_EXPANDS),
            new Row<>(ControllerServiceCapability.RPC.Type.VOLUME_CONDITION, When.SPEC_1_12),
            new Row<>(ControllerServiceCapability.RPC.Type.GET_VOLUME, When.ALWAYS),
            new Row<>(ControllerServiceCapability.RPC.Type.SINGLE_NODE_MULTI_WRITER, When.ALWAYS),
            new Row<>(ControllerServiceCapability.RPC.Type.GET_SNAPSHOT, When.SNAPSHOTS));

    private static final List<Row<NodeServiceCapability.RPC.Type>> NODE = List.of(
            new Row<>(NodeServiceCapability.RPC.Type.STAGE_UNSTAGE_VOLUME, When.ALWAYS),
            new Row<>(NodeServiceCapability.RPC.Type.GET_VOLUME_STATS, When.ALWAYS),
            new Row<>(NodeServiceCapability.RPC.Type.EXPAND_VOLUME, When.ALWAYS),
            new Row<>(NodeServiceCapability.RPC.Type.VOLUME_CONDITION, When.SPEC_1_12),
            new Row<>(NodeServiceCapability.RPC.Type.SINGLE_NODE_MULTI_WRITER, When.ALWAYS));

    private final PluginSettings settings;

    Capabilities(PluginSettings settings) {
        this.settings = settings;
    }

    /** @param features what the backend offers */
    List<PluginCapability.Service.Type> plugin(Set<Feature> features) {
        return offered(PLUGIN, features);
    }

    /** @param features what the backend offers */
    List<ControllerServiceCapability.RPC.Type> controller(Set<Feature> features) {
        return offered(CONTROLLER, features);
    }

    List<NodeServiceCapability.RPC.Type> node() {
        return offered(NODE, Set.of());
    }

    private <T> List<T> offered(List<Row<T>> rows, Set<Feature> features) {
        return rows.stream()
                .filter(row -> row.offered().holds(settings, features))
                .map(Row::capability)
                .toList();
    }
}
