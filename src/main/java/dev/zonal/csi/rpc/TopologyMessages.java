package dev.zonal.csi.rpc;

import dev.zonal.csi.model.Topology;
import dev.zonal.csi.model.TopologyRequirement;
import java.util.ArrayList;
import java.util.List;

/** Places on the wire. */
final class TopologyMessages {
    /** All that a pool holds is in one place, which is told with each of them. */
    private static volatile Told last = Told.of(Topology.ANYWHERE);

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
        Told told = last;
        if (!told.topology.equals(topology)) {
            told = Told.of(topology);
            last = told;
        }
        return told.message;
    }

    static List<dev.zonal.csi.v1.Topology> messages(List<Topology> places) {
        List<dev.zonal.csi.v1.Topology> messages = new ArrayList<>(places.size());
        for (Topology place : places) {
            messages.add(message(place));
        }
        return messages;
    }

    private record Told(Topology topology, dev.zonal.csi.v1.Topology message) {
        static Told of(Topology topology) {
            return new Told(
                    topology,
                    dev.zonal.csi.v1.Topology.newBuilder()
                            .putAllSegments(topology.segments())
                            .build());
        }
    }

    private static List<Topology> terms(String field, List<dev.zonal.csi.v1.Topology> terms) {
        List<Topology> parsed = new ArrayList<>(terms.size());
        for (int i = 0; i < terms.size(); i++) {
            parsed.add(topology(field + "[" + i + "]", terms.get(i)));
        }
        return parsed;
    }
}
