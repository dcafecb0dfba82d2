package dev.zonal.csi.model;

import java.util.List;

/**
 * From where a volume has to be reachable (CSI spec, TopologyRequirement).
 *
 * @param requisite from at least one of these, where there are any
 * @param preferred best from the first, else from the next; wishes, as long as requisite is met
 */
public record TopologyRequirement(List<Topology> requisite, List<Topology> preferred) {
    public static final TopologyRequirement NONE = new TopologyRequirement(List.of(), List.of());

    public TopologyRequirement {
        requisite = List.copyOf(requisite);
        preferred = List.copyOf(preferred);
    }

    /** Whether something that is reachable from these places is where it has to be. */
    public boolean isMetBy(List<Topology> places) {
        return requisite.isEmpty()
                || requisite.stream().anyMatch(term -> places.stream().anyMatch(term::contains));
    }
}
