package dev.zonal.csi.chart;

import static dev.zonal.csi.chart.Scrapes.divided;
import static dev.zonal.csi.chart.Scrapes.largest;
import static dev.zonal.csi.chart.Scrapes.together;

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

    private PanelData() {}

    static Map<String, List<Series>> of(Scrapes scrapes) {
        Map<String, List<Series>> data = new LinkedHashMap<>();
        data.put("Drivers", scrapes.gauge("zonal_build_info", _ -> true, one("drivers")));
        data.put("Pools that serve", scrapes.gauge("zonal_pool_state", state("serving"), one("serving")));
        data.put("Pools that do not", scrapes.gauge("zonal_pool_state", state("sick", "opening"), one("not serving")));
        data.put("Damaged objects", scrapes.gauge("zonal_damaged_objects", _ -> true, one("damaged")));
        data.put(
                "Calls that fail",
                divided(
                        scrapes.rate(CALLS, PanelData::failed, one("calls")),
                        scrapes.rate(CALLS, _ -> true, one("calls"))));
        data.put("Calls per second", scrapes.rate(CALLS, _ -> true, one("calls")));
        data.put("Promised", divided(bytes(scrapes, "reserved"), bytes(scrapes, "total")));
        data.put("Written", divided(bytes(scrapes, "physical"), bytes(scrapes, "total")));
        data.put("Free for new volumes", bytes(scrapes, "available"));
        data.put(
                "Volumes and snapshots",
                together(
                        scrapes.gauge("zonal_volumes", _ -> true, named("volumes, ", PanelData::pool)),
                        scrapes.gauge("zonal_snapshots", _ -> true, named("snapshots, ", PanelData::pool))));
        data.put(
                "The host's filesystem below pool files",
                together(
                        scrapes.gauge("zonal_pool_host_free_bytes", _ -> true, named("free, ", PanelData::pool)),
                        scrapes.gauge("zonal_pool_holes_bytes", _ -> true, named("may be taken, ", PanelData::pool))));
        data.put("State of each pool", scrapes.gauge("zonal_pool_state", state("sick"), PanelData::pool));
        data.put("Calls by how they ended", scrapes.rate(CALLS, PanelData::failed, key -> key.label("code")));
        data.put(
                "Most fragmented volumes",
                largest(5, scrapes.gauge("zonal_volume_extents", _ -> true, key -> key.label("volume"))));
        data.put("Labels that differ", scrapes.gauge("zonal_node_labels_differ", _ -> true, PanelData::instance));
        data.put("Calls, 99th percentile", scrapes.quantile(DURATION, 0.99, "method"));
        data.put("Calls, median", scrapes.quantile(DURATION, 0.5, "method"));
        data.put("Calls of each driver", scrapes.rate(CALLS, _ -> true, PanelData::instance));
        data.put("Calls under way", scrapes.gauge("zonal_csi_calls_in_flight", _ -> true, PanelData::instance));
        data.put(
                "Memory",
                together(
                        scrapes.gauge(
                                "process_resident_memory_bytes", _ -> true, named("resident, ", PanelData::instance)),
                        scrapes.gauge(
                                "jvm_memory_used_bytes",
                                key -> key.label("area").equals("heap"),
                                named("heap, ", PanelData::instance))));
        data.put(
                "Processor and garbage collection",
                together(
                        scrapes.rate("process_cpu_seconds_total", _ -> true, named("processor, ", PanelData::instance)),
                        scrapes.rate(
                                "jvm_gc_collection_seconds_sum",
                                _ -> true,
                                named("collections, ", PanelData::instance))));
        data.put(
                "Threads and open files",
                together(
                        scrapes.gauge("jvm_threads_current", _ -> true, named("threads, ", PanelData::instance)),
                        scrapes.gauge("process_open_fds", _ -> true, named("open files, ", PanelData::instance))));
        return data;
    }

    private static List<Series> bytes(Scrapes scrapes, String kind) {
        return scrapes.gauge("zonal_pool_bytes", key -> key.label("kind").equals(kind), PanelData::pool);
    }

    private static Predicate<Scrapes.Key> state(String... states) {
        return key -> List.of(states).contains(key.label("state"));
    }

    private static Function<Scrapes.Key, String> one(String name) {
        return _ -> name;
    }

    private static Function<Scrapes.Key, String> named(String prefix, Function<Scrapes.Key, String> name) {
        return key -> prefix + name.apply(key);
    }

    private static boolean failed(Scrapes.Key key) {
        return !key.label("code").equals("OK");
    }

    private static String pool(Scrapes.Key key) {
        return key.label("instance") + " " + key.label("pool");
    }

    private static String instance(Scrapes.Key key) {
        return key.label("instance");
    }
}
