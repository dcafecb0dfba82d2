package dev.zonal.csi.rpc;

import dev.zonal.csi.model.Topology;
import dev.zonal.csi.model.TopologyRequirement;
import java.util.ArrayList;
import java.util.List;

/** Places on the wire. */
final class TopologyMessages {
    private TopologyMessages() {}

    static TopologyRequirement requirement(dev.zonal.csi.v1.TopologyRequirement requirement) {
        return new TopologyRequirement(
                terms("accessibility_requirements.requisite", requirement.getRequisiteList()),
                terms("accessibility_requirements.preferred", requirement.getPreferredList()));
    }

    static Topology topology(String field, dev.zonal.csi.v1.Topology topology) {
        topology.getSegmentsMap().keySet().forEach(key -> Fields.required(field + ": a key", key));
        return Topology.of(topology.getSegmentsMap());
    }

    static dev.zonal.csi.v1.Topology message(Topology topology) {
        return dev.zonal.csi.v1.Topology.newBuilder()
                .putAllSegments(topology.segments())
                .build();
    }

    static List<dev.zonal.csi.v1.Topology> messages(List<Topology> places) {
        return places.stream().map(TopologyMessages::message).toList();
    }

    private static List<Topology> terms(String field, List<dev.zonal.csi.v1.Topology> terms) {
        List<Topology> parsed = new ArrayList<>(terms.size());
        for (int i = 0; i < terms.size(); i++) {
            parsed.add(topology(field + "[" + i + "]", terms.get(i)));
        }
        return parsed;
    }
}
