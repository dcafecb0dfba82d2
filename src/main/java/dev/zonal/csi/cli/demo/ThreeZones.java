package dev.zonal.csi.cli.demo;

import dev.zonal.csi.host.Commands;
import dev.zonal.csi.host.Host;
import java.io.OutputStream;

/** The story of a cloud, which is a process of its own, as are the controller and the nodes of the driver on it. */
final class ThreeZones implements Demo.Play {
    private final Host host;
    private final Commands programs;
    private final Performance performance;

    ThreeZones(Host host, Commands programs, Performance performance) {
        this.host = host;
        this.programs = programs;
        this.performance = performance;
    }

    @Override
    public void act(Workspace place, OutputStream log) {
        Narrator narrator = performance.narrator();
        try (CloudCast cast = new CloudCast(programs, place)) {
            narrator.act("start a cloud, a controller, and a node on each of three instances", cast::start);
            Scene scene = new Scene(cast.controller(), cast.node(CloudCast.FIRST), narrator, place, host);
            performance.tell(CloudStory.steps(), new CloudScene(cast, scene));
        }
    }
}
