package dev.zonal.csi.cli;

import dev.zonal.csi.client.SegmentKeys;
import dev.zonal.csi.v1.Topology;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A place as it was written: {@code zone=a,rack=r1}.
 *
 * @param values by keys that may lack their prefix
 */
record Segments(Map<String, String> values) {
    /**
     * @throws IllegalArgumentException with a sentence for the person who wrote it
     */
    static Segments parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String segment : text.split(",", -1)) {
            int equals = segment.indexOf('=');
            if (equals < 1 || equals == segment.length() - 1) {
                throw new IllegalArgumentException("'" + text + "' is not a place; write zone=a or zone=a,rack=r1");
            }
            if (values.put(segment.substring(0, equals), segment.substring(equals + 1)) != null) {
                throw new IllegalArgumentException("'" + text + "' names a key twice");
            }
        }
        return new Segments(values);
    }

    /** The same with whole keys. */
    Topology topology(SegmentKeys keys) {
        Topology.Builder topology = Topology.newBuilder();
        values.forEach((key, value) -> topology.putSegments(keys.whole(key), value));
        return topology.build();
    }
}
