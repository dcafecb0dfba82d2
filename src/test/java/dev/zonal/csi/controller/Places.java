package dev.zonal.csi.controller;

import dev.zonal.csi.backend.Home;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.model.TopologyRequirement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Places for tests, written as {@code zone=a rack=1}; lists of them as {@code zone=a | zone=b}; {@code *} is anywhere. */
final class Places {
    static final Home A1 = home("aaaaaa22", "fast", "zone=a rack=1");
    static final Home A2 = home("aaaaaa33", "fast", "zone=a rack=2");
    static final Home B1 = home("bbbbbb22", "fast", "zone=b rack=1");
    static final Home SLOW = home("cccccc22", "slow", "zone=a rack=1");

    /** The homes of a small fleet, in the order of its configuration. */
    static final List<Home> ALL = List.of(A1, A2, B1, SLOW);

    /** A home of some other driver. */
    static final HomeId ELSEWHERE = new HomeId("zzzzzz77");

    private Places() {}

    static Home home(String id, String pool, String topology) {
        return new Home(new HomeId(id), pool, topology(topology));
    }

    static Topology topology(String text) {
        if (text.equals("*")) {
            return Topology.ANYWHERE;
        }
        Map<String, String> segments = Arrays.stream(text.strip().split(" "))
                .map(segment -> segment.split("="))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        return Topology.of(segments);
    }

    static List<Topology> topologies(String text) {
        return text.isBlank()
                ? List.of()
                : Arrays.stream(text.split("\\|"))
                        .map(String::strip)
                        .map(Places::topology)
                        .toList();
    }

    static TopologyRequirement requirement(String requisite, String preferred) {
        return new TopologyRequirement(topologies(requisite), topologies(preferred));
    }

    /** The name of a home above. */
    static String nameOf(Home home) {
        return List.of("A1", "A2", "B1", "SLOW").get(ALL.indexOf(home));
    }
}
