package dev.zonal.csi.cli.demo;

import dev.zonal.csi.host.Commands;
import dev.zonal.csi.host.Host;
import java.io.OutputStream;

/** The story of a fleet, each of whose agents and controllers is a process of its own. */
final class ManyNodes implements Demo.Play {
    private final Host host;
    private final Commands programs;
    private final Performance performance;

    ManyNodes(Host host, Commands programs, Performance performance) {
        this.host = host;
        this.programs = programs;
        this.performance = performance;
    }

    @Override
    public void act(Workspace place, OutputStream log) {
        Narrator narrator = performance.narrator();
        try (FleetCast cast = new FleetCast(programs, place)) {
            narrator.act("start three agents with a pool each, and two controllers", cast::start);
            Workspace usedPlace = new Workspace(place.root(), cast.pool("n2"));
            Scene scene = new Scene(cast.client("c1"), cast.client("n2").node(), narrator, usedPlace, host);
            performance.tell(FleetStory.steps(), new FleetScene(cast, scene));
        }
    }
}
