package dev.zonal.csi.bench.goals;

import dev.zonal.csi.bench.Site;
import dev.zonal.csi.bench.measure.Crowd;
import dev.zonal.csi.bench.measure.Keyed;
import dev.zonal.csi.bench.measure.ProcessView;
import dev.zonal.csi.bench.measure.Samples;
import dev.zonal.csi.bench.measure.Turns;
import dev.zonal.csi.bench.report.Figure;
import dev.zonal.csi.bench.report.Plot;
import dev.zonal.csi.bench.report.Report;
import dev.zonal.csi.bench.report.Row;
import dev.zonal.csi.driver.HostTraces;
import dev.zonal.csi.driver.RealDriver;
import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.v1.GetCapacityRequest;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What grows with a pool, up to 10,000 volumes and 50,000 snapshots. */
public final class Scale implements Chapter {
    private static final List<Integer> VOLUMES = List.of(10, 100, 1_000, Integer.getInteger("bench.many", 10_000));
    private static final int SNAPSHOTS_OF_EACH = 5;
    private static final int OBJECTS_OF_EACH = 1 + SNAPSHOTS_OF_EACH;
    private static final int CALLERS = 32;
    private static final int FREE = 1_000_000;

    /** What was seen at each number of objects. */
    private final Map<String, List<Plot.Point>> seen = new LinkedHashMap<>();

    @Override
    public String name() {
        return "scale";
    }

    @Override
    public boolean needsOurOwn() {
        return true;
    }

    @Override
    public void measure(Site site, Report report) throws Exception {
        String http = freeAddress();
        try (RealDriver driver = site.another("--http", http)) {
            int made = 0;
            for (int volumes : VOLUMES) {
                fill(driver, made, volumes);
                made = volumes;
                int objects = volumes * OBJECTS_OF_EACH;
                see("resident memory", objects, new ProcessView(driver.pid()).residentMebibytes());
                see("start to Probe", objects, Start.restarted(driver) / 1e6);
                see("start to the first whole list", objects, Start.untilListed(driver) / 1e6);
                calls(driver, objects);
                metrics(http, objects);
                commands(driver, objects);
            }
        }
        seen.forEach((what, points) -> report.row(Row.reported(
                        what + ", " + (int) points.getLast().x() + " objects",
                        Figure.of(points.getLast().y(), unit(what)))
                .beside(Figure.of(points.getFirst().y(), unit(what)))
                .noted("beside: with " + (int) points.getFirst().x())));
        report.plot(
                plot("scale-calls", "Calls over a pool that grows", "ms", name -> !isWhole(name) && !isMemory(name)));
        report.plot(plot("scale-whole", "What looks at everything", "ms", Scale::isWhole));
        report.plot(plot("scale-memory", "Resident memory", "MiB", Scale::isMemory));
    }

    private static void fill(RealDriver driver, int from, int to) throws Exception {
        try (Lineages lineages = new Lineages(new Workload(driver), "scale-");
                Crowd crowd = Crowd.ofCallers(CALLERS)) {
            crowd.run(to - from, number -> {
                lineages.create(from + number);
                for (int snapshot = 0; snapshot < SNAPSHOTS_OF_EACH; snapshot++) {
                    lineages.workload()
                            .snapshot("scale-" + (from + number) + "-" + snapshot, lineages.volume(from + number));
                }
            });
        }
    }

    private void calls(RealDriver driver, int objects) throws Exception {
        try (Lineages lineages = new Lineages(new Workload(driver), "scale-")) {
            Listing listing = new Listing(lineages.workload().client());
            Keyed<String, Samples> took = new Turns()
                    .timed("CreateVolume", number -> lineages.create(FREE + number))
                    .timed("CreateSnapshot", number -> lineages.snapshot(FREE + number))
                    .timed("restore", number -> lineages.restore(FREE + number))
                    .untimed(number -> lineages.cloneVolume(FREE + number))
                    .timed("DeleteVolume", number -> lineages.deleteClone(FREE + number))
                    .untimed(number -> lineages.deleteRest(FREE + number))
                    .timed(
                            "GetCapacity",
                            _ -> lineages.workload()
                                    .client()
                                    .controller()
                                    .getCapacity(GetCapacityRequest.getDefaultInstance()))
                    .timed("first page of 100", _ -> listing.firstPage())
                    .run(100, 100);
            took.forEach((call, samples) -> see(call, objects, samples.medianMillis()));
            new Turns()
                    .timed("whole list of volumes", _ -> listing.all())
                    .timed("whole list of snapshots", _ -> listing.allSnapshots())
                    .run(3, 7)
                    .forEach((call, samples) -> see(call, objects, samples.medianMillis()));
        }
    }

    private void metrics(String http, int objects) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + http + "/metrics"))
                    .build();
            see(
                    "the metrics page",
                    objects,
                    new Turns()
                            .timed("page", _ -> client.send(request, BodyHandlers.ofString()))
                            .run(20, 50)
                            .get("page")
                            .medianMillis());
        }
    }

    private void commands(RealDriver driver, int objects) throws Exception {
        for (String command : List.of("volume list", "snapshot list", "capacity")) {
            List<String> line =
                    new ArrayList<>(List.of(Path.of("zonal").toAbsolutePath().toString()));
            line.addAll(List.of(command.split(" ", -1)));
            line.addAll(List.of("--endpoint", driver.socket().toString()));
            Samples took = new Turns()
                    .timed("command", _ -> HostTraces.output(line.toArray(String[]::new)))
                    .run(1, 3)
                    .get("command");
            see("zonal " + command, objects, took.medianMillis());
        }
    }

    private void see(String what, int objects, double value) {
        seen.computeIfAbsent(what, _ -> new ArrayList<>()).add(new Plot.Point(objects, value));
    }

    private static boolean isMemory(String what) {
        return what.contains("memory");
    }

    private static boolean isWhole(String what) {
        return what.startsWith("zonal") || what.startsWith("whole") || what.startsWith("start");
    }

    private static String unit(String what) {
        return isMemory(what) ? "MiB" : "ms";
    }

    private Plot plot(String name, String title, String up, Predicate<String> chosen) {
        List<Plot.Line> lines = new ArrayList<>();
        seen.forEach((what, points) -> {
            if (chosen.test(what)) {
                lines.add(new Plot.Line(what, List.copyOf(points)));
            }
        });
        return new Plot(name, title, "volumes and snapshots", up, true, lines);
    }

    private static String freeAddress() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + free.getLocalPort();
        }
    }
}
