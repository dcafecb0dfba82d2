package dev.zonal.csi.conformance;

import dev.zonal.csi.SimulatedDriver;
import dev.zonal.csi.v1.ControllerGetCapabilitiesRequest;
import dev.zonal.csi.v1.ControllerGetCapabilitiesResponse;
import dev.zonal.csi.v1.GetPluginCapabilitiesRequest;
import dev.zonal.csi.v1.GetPluginCapabilitiesResponse;
import dev.zonal.csi.v1.GetPluginInfoRequest;
import dev.zonal.csi.v1.GetPluginInfoResponse;
import dev.zonal.csi.v1.NodeGetCapabilitiesRequest;
import dev.zonal.csi.v1.NodeGetCapabilitiesResponse;
import dev.zonal.csi.v1.NodeGetInfoRequest;
import dev.zonal.csi.v1.NodeGetInfoResponse;
import dev.zonal.csi.v1.ProbeRequest;
import dev.zonal.csi.v1.ProbeResponse;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** What the driver says of itself, whatever happens around it. */
enum Facts implements Command {
    PROBE(
            "Probe",
            driver -> Reply.of(driver.identity()::probe, ProbeRequest.getDefaultInstance()),
            answer -> answer instanceof ProbeResponse probe && probe.getReady().getValue()),
    PLUGIN_INFO(
            "GetPluginInfo",
            driver -> Reply.of(driver.identity()::getPluginInfo, GetPluginInfoRequest.getDefaultInstance()),
            answer -> answer instanceof GetPluginInfoResponse info
                    && info.getName().equals("local.csi.zonal.dev")),
    PLUGIN_CAPABILITIES(
            "GetPluginCapabilities",
            driver -> Reply.of(
                    driver.identity()::getPluginCapabilities, GetPluginCapabilitiesRequest.getDefaultInstance()),
            answer -> answer instanceof GetPluginCapabilitiesResponse all && all.getCapabilitiesCount() == 4),
    CONTROLLER_CAPABILITIES(
            "ControllerGetCapabilities",
            driver -> Reply.of(
                    driver.controller()::controllerGetCapabilities,
                    ControllerGetCapabilitiesRequest.getDefaultInstance()),
            answer -> answer instanceof ControllerGetCapabilitiesResponse all && all.getCapabilitiesCount() == 10),
    NODE_CAPABILITIES(
            "NodeGetCapabilities",
            driver -> Reply.of(driver.node()::nodeGetCapabilities, NodeGetCapabilitiesRequest.getDefaultInstance()),
            answer -> answer instanceof NodeGetCapabilitiesResponse all && all.getCapabilitiesCount() == 4),
    NODE_INFO(
            "NodeGetInfo",
            driver -> Reply.of(driver.node()::nodeGetInfo, NodeGetInfoRequest.getDefaultInstance()),
            answer -> answer instanceof NodeGetInfoResponse info
                    && info.getNodeId().equals("n1")
                    && info.getAccessibleTopology().getSegmentsMap().equals(World.HERE.segments()));

    private final String rpc;
    private final Function<SimulatedDriver, Reply> ask;
    private final Predicate<Object> says;

    Facts(String rpc, Function<SimulatedDriver, Reply> ask, Predicate<Object> says) {
        this.rpc = rpc;
        this.ask = ask;
        this.says = says;
    }

    @Override
    public String label() {
        return rpc;
    }

    @Override
    public Reply run(SimulatedDriver driver) {
        return ask.apply(driver);
    }

    @Override
    public List<Outcome> outcomes(State state) {
        return List.of(Outcome.ok(state, Object.class, says));
    }
}
