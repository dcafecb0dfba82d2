package dev.zonal.csi.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.driver.HostTraces;
import dev.zonal.csi.driver.RealDriver;
import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.v1.ListSnapshotsRequest;
import dev.zonal.csi.v1.ListVolumesRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** csi-sanity against the program as it ships, with csi-sanity's own defaults: volumes of 10 GiB, grown to 11. */
@RealHost
final class CsiSanityIT {
    private static final Path REPORTS = Path.of("target", "csi-sanity").toAbsolutePath();

    /** Capabilities that a local disk does not have, or that the driver does not serve yet, and how many specs ask. */
    private static final Map<String, Integer> HONESTLY_SKIPPED =
            Map.of("attach and detach", 10, "ControllerModifyVolume", 8, "group snapshots", 6);

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"mount,ext4", "mount,xfs", "mount,btrfs", "block,ext4"})
    void passesEverySpecOfWhatIsOffered(String access, String filesystem) throws Exception {
        try (RealDriver driver = RealDriver.start("--default-fs-type", filesystem)) {
            String name = "csi-sanity-" + access + "-" + filesystem;

            Process run = new ProcessBuilder(
                            "sanity-tests/csi-sanity-run", driver.socket().toString(), access, REPORTS.toString(), name)
                    .redirectErrorStream(true)
                    .start();
            String printed = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(run.waitFor()).as(printed).isZero();
            assertThat(skippedByCapability(REPORTS.resolve(name + ".xml")))
                    .as(printed)
                    .isEqualTo(HONESTLY_SKIPPED);
            assertThatNothingIsLeft(driver);
        }
    }

    private static void assertThatNothingIsLeft(RealDriver driver) throws Exception {
        try (CsiClient client = driver.client()) {
            assertThat(client.controller()
                            .listVolumes(ListVolumesRequest.getDefaultInstance())
                            .getEntriesList())
                    .isEmpty();
            assertThat(client.controller()
                            .listSnapshots(ListSnapshotsRequest.getDefaultInstance())
                            .getEntriesList())
                    .isEmpty();
        }
        assertThat(HostTraces.loopsBelow(driver.folder())).hasSize(1);
    }

    private static Map<String, Integer> skippedByCapability(Path report) throws Exception {
        try (var in = Files.newInputStream(report)) {
            NodeList cases = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(in)
                    .getElementsByTagName("testcase");
            return IntStream.range(0, cases.getLength())
                    .mapToObj(i -> (Element) cases.item(i))
                    .filter(test -> test.getAttribute("status").equals("skipped"))
                    .map(test -> capability(test.getAttribute("name")))
                    .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.summingInt(_ -> 1)));
        }
    }

    private static String capability(String spec) {
        if (Pattern.compile("Controller(Unp|P)ublishVolume|volume lifecycle")
                .matcher(spec)
                .find()) {
            return "attach and detach";
        }
        if (Pattern.compile("ModifyVolume|volume attribute class").matcher(spec).find()) {
            return "ControllerModifyVolume";
        }
        return Pattern.compile("GroupController").matcher(spec).find() ? "group snapshots" : spec;
    }
}
