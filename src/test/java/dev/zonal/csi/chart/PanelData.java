package dev.zonal.csi.chart;

import static dev.zonal.csi.chart.Scrapes.divided;
import static dev.zonal.csi.chart.Scrapes.largest;
import static dev.zonal.csi.chart.Scrapes.together;

import dev.zonal.csi.chart.Scrapes.Key;
import dev.zonal.csi.chart.Scrapes.Series;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** What each panel of the dashboard shows of a few scrapes, by its title: its expressions, worked out in Java. */
final class PanelData {
    private static final String CALLS = "zonal_csi_calls_total";
    private static final String DURATION = "zonal_csi_call_duration_seconds";
    private static final Predicate<Key> ALL = _ -> true;
    private static final Predicate<Key> FAILED = key -> !key.label("code").equals("OK");
    private static final Function<Key, String> POOL = key -> key.label("instance") + " " + key.label("pool");
    private static final Function<Key, String> INSTANCE = key -> key.label("instance");

    private PanelData() {}

    static Map<String, List<Series>> of(Scrapes scrapes) {
        Map<String, List<Series>> data = new LinkedHashMap<>();
        data.put("Drivers", scrapes.gauge("zonal_build_info", ALL, one("drivers")));
        data.put("Pools that serve", scrapes.gauge("zonal_pool_state", state("serving"), one("serving")));
        data.put("Pools that do not", scrapes.gauge("zonal_pool_state", state("sick", "opening"), one("not serving")));
        data.put("Damaged objects", scrapes.gauge("zonal_damaged_objects", ALL, one("damaged")));
        data.put(
                "Calls that fail",
                divided(scrapes.rate(CALLS, FAILED, one("calls")), scrapes.rate(CALLS, ALL, one("calls"))));
        data.put("Calls per second", scrapes.rate(CALLS, ALL, one("calls")));
        data.put("Promised", divided(bytes(scrapes, "reserved"), bytes(scrapes, "total")));
        data.put("Written", divided(bytes(scrapes, "physical"), bytes(scrapes, "total")));
        data.put("Free for new volumes", bytes(scrapes, "available"));
        data.put(
                "Volumes and snapshots",
                together(
                        scrapes.gauge("zonal_volumes", ALL, named("volumes, ", POOL)),
                        scrapes.gauge("zonal_snapshots", ALL, named("snapshots, ", POOL))));
        data.put(
                "The host's filesystem below pool files",
                together(
                        scrapes.gauge("zonal_pool_host_free_bytes", ALL, named("free, ", POOL)),
                        scrapes.gauge("zonal_pool_holes_bytes", ALL, named("may be taken, ", POOL))));
        data.put("State of each pool", scrapes.gauge("zonal_pool_state", state("sick"), POOL));
        data.put("Calls by how they ended", scrapes.rate(CALLS, FAILED, key -> key.label("code")));
        data.put(
                "Most fragmented volumes",
                largest(5, scrapes.gauge("zonal_volume_extents", ALL, key -> key.label("volume"))));
        data.put("Labels that differ", scrapes.gauge("zonal_node_labels_differ", ALL, INSTANCE));
        data.put("Calls, 99th percentile", scrapes.quantile(DURATION, 0.99, "method"));
        data.put("Calls, median", scrapes.quantile(DURATION, 0.5, "method"));
        data.put("Calls of each driver", scrapes.rate(CALLS, ALL, INSTANCE));
        data.put("Calls under way", scrapes.gauge("zonal_csi_calls_in_flight", ALL, INSTANCE));
        data.put(
                "Memory",
                together(
                        scrapes.gauge("process_resident_memory_bytes", ALL, named("resident, ", INSTANCE)),
                        scrapes.gauge(
                                "jvm_memory_used_bytes",
                                key -> key.label("area").equals("heap"),
                                named("heap, ", INSTANCE))));
        data.put(
                "Processor and garbage collection",
                together(
                        scrapes.rate("process_cpu_seconds_total", ALL, named("processor, ", INSTANCE)),
                        scrapes.rate("jvm_gc_collection_seconds_sum", ALL, named("collections, ", INSTANCE))));
        data.put(
                "Threads and open files",
                together(
                        scrapes.gauge("jvm_threads_current", ALL, named("threads, ", INSTANCE)),
                        scrapes.gauge("process_open_fds", ALL, named("open files, ", INSTANCE))));
        return data;
    }

    private static List<Series> bytes(Scrapes scrapes, String kind) {
        return scrapes.gauge("zonal_pool_bytes", key -> key.label("kind").equals(kind), POOL);
    }

    private static Predicate<Key> state(String... states) {
        return key -> List.of(states).contains(key.label("state"));
    }

    private static Function<Key, String> one(String name) {
        return _ -> name;
    }

    private static Function<Key, String> named(String prefix, Function<Key, String> name) {
        return key -> prefix + name.apply(key);
    }
}
