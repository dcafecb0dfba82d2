package dev.zonal.csi.controller;

import dev.zonal.csi.backend.Home;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.model.TopologyRequirement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A hundred homes held against a request for one of ten zones. */
@State(Scope.Benchmark)
public class PlacementParts {
    private static final int HOMES = 100;
    private static final int ZONES = 10;
    private static final String DIGITS = "abcdefghij";

    private final List<Home> homes = IntStream.range(0, HOMES)
            .mapToObj(number -> new Home(
                    new HomeId("home" + DIGITS.charAt(number / ZONES) + DIGITS.charAt(number % ZONES) + "22"),
                    "nvme",
                    Topology.of(Map.of("zone", "z" + number % ZONES, "node", "n" + number))))
            .toList();

    private final TopologyRequirement asked = new TopologyRequirement(
            List.of(Topology.of(Map.of("zone", "z3")), Topology.of(Map.of("zone", "z4"))),
            List.of(Topology.of(Map.of("zone", "z4"))));

    @Benchmark
    public Object placeVolume() {
        return Placement.candidates(homes, Optional.of("nvme"), Optional.empty(), asked);
    }
}
