package dev.zonal.csi.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.backend.Feature;
import dev.zonal.csi.config.Configuration.Mode;
import dev.zonal.csi.config.Configuration.PluginSettings;
import dev.zonal.csi.config.Configuration.SpecVersion;
import dev.zonal.csi.v1.ControllerGetCapabilitiesRequest;
import dev.zonal.csi.v1.ControllerServiceCapability;
import dev.zonal.csi.v1.GetPluginCapabilitiesRequest;
import dev.zonal.csi.v1.GetPluginInfoRequest;
import dev.zonal.csi.v1.NodeGetCapabilitiesRequest;
import dev.zonal.csi.v1.NodeServiceCapability;
import dev.zonal.csi.v1.PluginCapability;
import dev.zonal.csi.v1.PluginCapability.VolumeExpansion;
import io.grpc.Status.Code;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What each spec, mode and setting advertises: csi-sanity refuses every value that it doesn't know. */
final class CapabilitiesTest {
    private static final Set<Feature> ALL = Feature.OF_POOLS;

    @Test
    void controllerOfEachSpec() {
        assertThat(new Capabilities(settings(Mode.ALL, SpecVersion.V1_12, true)).controller(ALL))
                .containsExactly(
                        ControllerServiceCapability.RPC.Type.CREATE_DELETE_VOLUME,
                        ControllerServiceCapability.RPC.Type.LIST_VOLUMES,
                        ControllerServiceCapability.RPC.Type.GET_CAPACITY,
                        ControllerServiceCapability.RPC.Type.CREATE_DELETE_SNAPSHOT,
                        ControllerServiceCapability.RPC.Type.LIST_SNAPSHOTS,
                        ControllerServiceCapability.RPC.Type.CLONE_VOLUME,
                        ControllerServiceCapability.RPC.Type.EXPAND_VOLUME,
                        ControllerServiceCapability.RPC.Type.VOLUME_CONDITION,
                        ControllerServiceCapability.RPC.Type.GET_VOLUME,
                        ControllerServiceCapability.RPC.Type.SINGLE_NODE_MULTI_WRITER,
                        ControllerServiceCapability.RPC.Type.GET_SNAPSHOT);
        assertThat(new Capabilities(settings(Mode.ALL, SpecVersion.V1_13, false)).controller(ALL))
                .contains(ControllerServiceCapability.RPC.Type.GET_SNAPSHOT)
                .doesNotContain(
                        ControllerServiceCapability.RPC.Type.EXPAND_VOLUME,
                        ControllerServiceCapability.RPC.Type.VOLUME_CONDITION);
    }

    @Test
    void disksOfACloudComeToNodesByTheControllerWhereverThatIs() {
        Set<Feature> disks = Set.of(Feature.ATTACHMENT, Feature.MODIFICATION);

        assertThat(new Capabilities(settings(Mode.CONTROLLER, SpecVersion.V1_12, true)).controller(disks))
                .contains(
                        ControllerServiceCapability.RPC.Type.PUBLISH_UNPUBLISH_VOLUME,
                        ControllerServiceCapability.RPC.Type.PUBLISH_READONLY,
                        ControllerServiceCapability.RPC.Type.LIST_VOLUMES_PUBLISHED_NODES,
                        ControllerServiceCapability.RPC.Type.MODIFY_VOLUME)
                .doesNotContain(ControllerServiceCapability.RPC.Type.CLONE_VOLUME);
        assertThat(new Capabilities(settings(Mode.NODE, SpecVersion.V1_12, true)).plugin(disks))
                .contains(PluginCapability.Service.Type.CONTROLLER_SERVICE);
    }

    @Test
    void whatTheBackendDoesNotOfferIsNotAdvertised() {
        Capabilities settled = new Capabilities(settings(Mode.ALL, SpecVersion.V1_12, true));

        assertThat(settled.controller(Set.of(Feature.EXPANSION)))
                .contains(ControllerServiceCapability.RPC.Type.EXPAND_VOLUME)
                .doesNotContain(
                        ControllerServiceCapability.RPC.Type.CREATE_DELETE_SNAPSHOT,
                        ControllerServiceCapability.RPC.Type.LIST_SNAPSHOTS,
                        ControllerServiceCapability.RPC.Type.GET_SNAPSHOT,
                        ControllerServiceCapability.RPC.Type.CLONE_VOLUME);
        assertThat(settled.controller(Set.of(Feature.SNAPSHOTS, Feature.CLONES)))
                .contains(
                        ControllerServiceCapability.RPC.Type.CREATE_DELETE_SNAPSHOT,
                        ControllerServiceCapability.RPC.Type.CLONE_VOLUME)
                .doesNotContain(ControllerServiceCapability.RPC.Type.EXPAND_VOLUME);
    }

    @Test
    void nodeOfEachSpec() {
        assertThat(new Capabilities(settings(Mode.NODE, SpecVersion.V1_12, true)).node())
                .containsExactly(
                        NodeServiceCapability.RPC.Type.STAGE_UNSTAGE_VOLUME,
                        NodeServiceCapability.RPC.Type.GET_VOLUME_STATS,
                        NodeServiceCapability.RPC.Type.EXPAND_VOLUME,
                        NodeServiceCapability.RPC.Type.VOLUME_CONDITION,
                        NodeServiceCapability.RPC.Type.SINGLE_NODE_MULTI_WRITER);
        assertThat(new Capabilities(settings(Mode.NODE, SpecVersion.V1_13, true)).node())
                .doesNotContain(NodeServiceCapability.RPC.Type.VOLUME_CONDITION);
    }

    @Test
    void pluginOfEachSpecAndMode() {
        assertThat(new Capabilities(settings(Mode.ALL, SpecVersion.V1_12, true)).plugin(Set.of()))
                .containsExactly(
                        PluginCapability.Service.Type.CONTROLLER_SERVICE,
                        PluginCapability.Service.Type.VOLUME_ACCESSIBILITY_CONSTRAINTS);
        assertThat(new Capabilities(settings(Mode.CONTROLLER, SpecVersion.V1_13, true)).plugin(Set.of()))
                .containsExactly(
                        PluginCapability.Service.Type.CONTROLLER_SERVICE,
                        PluginCapability.Service.Type.VOLUME_ACCESSIBILITY_CONSTRAINTS,
                        PluginCapability.Service.Type.SNAPSHOT_ACCESSIBILITY_CONSTRAINTS);
        assertThat(new Capabilities(settings(Mode.NODE, SpecVersion.V1_13, true)).plugin(Set.of()))
                .containsExactly(PluginCapability.Service.Type.VOLUME_ACCESSIBILITY_CONSTRAINTS);
    }

    @Test
    void theWireSaysTheSame() {
        try (ServedDriver driver = new ServedDriver()) {
            Capabilities offered = new Capabilities(ServedDriver.PLUGIN);

            assertThat(driver.identity()
                            .getPluginInfo(GetPluginInfoRequest.getDefaultInstance())
                            .getName())
                    .isEqualTo("local.csi.zonal.dev");
            List<PluginCapability> plugin = driver.identity()
                    .getPluginCapabilities(GetPluginCapabilitiesRequest.getDefaultInstance())
                    .getCapabilitiesList();
            assertThat(plugin.stream()
                            .filter(PluginCapability::hasService)
                            .map(capability -> capability.getService().getType()))
                    .containsExactlyElementsOf(offered.plugin(Set.of()));
            assertThat(plugin.stream()
                            .filter(PluginCapability::hasVolumeExpansion)
                            .map(capability -> capability.getVolumeExpansion().getType()))
                    .containsExactly(VolumeExpansion.Type.ONLINE);
            assertThat(driver
                            .controller()
                            .controllerGetCapabilities(ControllerGetCapabilitiesRequest.getDefaultInstance())
                            .getCapabilitiesList()
                            .stream()
                            .map(capability -> capability.getRpc().getType()))
                    .containsExactlyElementsOf(offered.controller(ALL));
            assertThat(driver
                            .node()
                            .nodeGetCapabilities(NodeGetCapabilitiesRequest.getDefaultInstance())
                            .getCapabilitiesList()
                            .stream()
                            .map(capability -> capability.getRpc().getType()))
                    .containsExactlyElementsOf(offered.node());
        }
    }

    @Test
    void snapshotsTellTheirPlaceSince113AndVolumesNoConditionAnyMore() {
        try (ServedDriver driver = new ServedDriver(settings(Mode.ALL, SpecVersion.V1_13, false))) {
            String volume = driver.controller()
                    .createVolume(Requests.createVolume().build())
                    .getVolume()
                    .getVolumeId();

            assertThat(driver.controller()
                            .createSnapshot(Requests.createSnapshot(volume).build())
                            .getSnapshot()
                            .getAccessibleTopologyList())
                    .singleElement()
                    .satisfies(place -> assertThat(place.getSegmentsMap()).isEqualTo(ServedDriver.HERE.segments()));
            assertThat(driver.controller()
                            .listVolumes(dev.zonal.csi.v1.ListVolumesRequest.getDefaultInstance())
                            .getEntries(0)
                            .getStatus()
                            .hasVolumeCondition())
                    .isFalse();
            assertThat(Requests.refusal(() -> driver.controller()
                                    .controllerExpandVolume(
                                            dev.zonal.csi.v1.ControllerExpandVolumeRequest.getDefaultInstance()))
                            .getCode())
                    .isEqualTo(Code.UNIMPLEMENTED);
        }
    }

    private static PluginSettings settings(Mode mode, SpecVersion spec, boolean controllerExpansion) {
        return new PluginSettings("local.csi.zonal.dev", mode, spec, controllerExpansion);
    }
}
