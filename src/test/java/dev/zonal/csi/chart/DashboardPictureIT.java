package dev.zonal.csi.chart;

import static dev.zonal.csi.driver.Workload.mount;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.driver.RealDriver;
import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.v1.Snapshot;
import dev.zonal.csi.v1.Volume;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The picture of the dashboard in the docs: its layout, with the metrics of two real drivers. {@code -Dzonal.chart=write}
 * draws it anew, from a longer run.
 */
@RealHost
final class DashboardPictureIT {
    private static final Path DASHBOARD = Path.of("deploy", "charts", "zonal", "dashboards", "zonal.json");
    private static final Path PICTURE = Path.of("docs", "images", "dashboard.svg");
    private static final boolean WRITE = "write".equals(System.getProperty("zonal.chart"));
    private static final int MOMENTS = WRITE ? 45 : 3;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void everyPanelIsDrawnFromRealMetrics() throws Exception {
        JsonNode dashboard = JsonMapper.shared().readTree(Files.readString(DASHBOARD));
        Scrapes scrapes = new Scrapes(1);
        int one = freePort();
        int two = freePort();
        try (RealDriver first = RealDriver.ofSize("8Gi", "--http", "127.0.0.1:" + one);
                RealDriver second = RealDriver.ofSize("4Gi", "--http", "127.0.0.1:" + two);
                Workload busy = new Workload(first);
                Workload quiet = new Workload(second)) {
            for (int moment = 0; moment < MOMENTS; moment++) {
                long begin = System.nanoTime();
                work(busy, "busy-" + moment, 1 + moment % 4);
                work(quiet, "quiet-" + moment, moment % 3 == 0 ? 1 : 0);
                Map<String, String> pages = new LinkedHashMap<>();
                pages.put("node-1", page(one));
                pages.put("node-2", page(two));
                scrapes.add(pages);
                if (WRITE) {
                    // A moment of the picture is a second; nothing is waited for.
                    Thread.sleep(Math.max(0, 1000 - (System.nanoTime() - begin) / 1_000_000));
                }
            }
        }

        String picture = DashboardPicture.of(dashboard, PanelData.of(scrapes));

        Set<String> titles = new TreeSet<>();
        for (JsonNode panel : dashboard.get("panels")) {
            titles.add(panel.get("title").stringValue());
            assertThat(picture).contains(">" + panel.get("title").stringValue() + "<");
            if (!panel.get("type").stringValue().equals("row")) {
                assertThat(PanelData.of(scrapes)).containsKey(panel.get("title").stringValue());
            }
        }
        assertThat(titles).containsAll(PanelData.of(scrapes).keySet());
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(picture)))
                        .getElementsByTagName("polyline")
                        .getLength())
                .isGreaterThan(8);
        if (WRITE) {
            Files.writeString(PICTURE, picture);
        }
        assertThat(PICTURE).content().contains(titles);
    }

    /** Some volumes, snapshots, clones of them and deletions, and one call that is refused. */
    private static void work(Workload workload, String prefix, int times) {
        for (int number = 0; number < times; number++) {
            Volume volume = workload.create(prefix + "-" + number, 32, mount("ext4"));
            Snapshot snapshot = workload.snapshot(prefix + "-" + number, volume);
            if (number % 2 == 0) {
                workload.create(Workload.volume(prefix + "-c" + number, 32, mount("ext4"))
                        .setVolumeContentSource(Workload.contentOf(volume)));
            } else {
                workload.delete(snapshot);
                workload.delete(volume);
            }
        }
    }

    private String page(int port) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
