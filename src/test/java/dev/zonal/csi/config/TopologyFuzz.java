package dev.zonal.csi.config;

import static dev.zonal.csi.fuzz.Oracle.holds;
import static dev.zonal.csi.fuzz.Oracle.isSentence;
import static dev.zonal.csi.fuzz.Oracle.same;
import static dev.zonal.csi.fuzz.Oracle.text;

import dev.zonal.csi.model.Topology;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node's place as operators write it: what is taken keeps the limits of the spec. */
public final class TopologyFuzz {
    private TopologyFuzz() {}

    public static void read(byte[] input) {
        String text = text(input);
        try {
            Map<String, String> segments = NodeTopology.segments(List.of(text));
            Topology place = NodeTopology.of("local.csi.zonal.dev", Optional.empty(), "n1", segments);
            place.segments().forEach((key, value) -> {
                String[] parts = key.split("/", -1);
                holds(parts.length == 2 && parts[0].length() <= 63, "all keys share one prefix");
                holds(!parts[1].isEmpty() && parts[1].length() <= 63, "a key's name has 1 to 63 characters");
                holds(!value.isEmpty() && value.length() <= 63, "a value has 1 to 63 characters");
            });
            String written = String.join(
                    ",",
                    place.segments().entrySet().stream()
                            .map(segment -> segment.getKey() + "=" + segment.getValue())
                            .toList());
            same(
                    place,
                    NodeTopology.of(
                            "local.csi.zonal.dev", Optional.empty(), "n1", NodeTopology.segments(List.of(written))));
        } catch (IllegalArgumentException refusal) {
            isSentence(refusal);
        }
    }
}
