package dev.zonal.csi.conformance;

import dev.zonal.csi.v1.Topology;
import dev.zonal.csi.v1.TopologyRequirement;
import java.util.List;

/** Where something has to be: the zones of the requisite terms. */
record Place(List<String> zones) {
    static final Place ANY = new Place(List.of());

    /** Whether this node's zone, a, is among them. */
    boolean isHere() {
        return zones.isEmpty() || zones.contains("a");
    }

    TopologyRequirement message() {
        TopologyRequirement.Builder message = TopologyRequirement.newBuilder();
        zones.forEach(zone -> message.addRequisite(term(zone)));
        return message.build();
    }

    static Topology term(String zone) {
        return Topology.newBuilder().putSegments(World.ZONE, zone).build();
    }
}
