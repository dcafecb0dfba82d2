package dev.zonal.csi.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.driver.HostTraces;
import dev.zonal.csi.driver.RealCloud;
import dev.zonal.csi.driver.RealDriver;
import dev.zonal.csi.driver.RealFleet;
import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.v1.ListSnapshotsRequest;
import dev.zonal.csi.v1.ListVolumesRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** csi-sanity against the program as it ships, with csi-sanity's own defaults: volumes of 10 GiB, grown to 11. */
@RealHost
final class CsiSanityIT {
    private static final Path REPORTS = Path.of("target", "csi-sanity").toAbsolutePath();

    /** Capabilities that a local disk does not have, or that the driver does not serve yet, and how many specs ask. */
    private static final Map<String, Integer> HONESTLY_SKIPPED =
            Map.of("attach and detach", 10, "ControllerModifyVolume", 8, "group snapshots", 6, "volume health", 6);

    private static final String SNAPSHOT_ACCESSIBILITY = "snapshot accessibility";

    /**
     * It holds two messages of equal content against each other as Go values, and they remember whether they were sent:
     * no driver passes that tells the topology of a snapshot. What it means to check, SnapshotCallsTest does.
     */
    private static final String FAULT_OF_CSI_SANITY =
            "[It] CreateSnapshot [Controller Server] should succeed when creating a snapshot with accessibility requirements";

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"mount,ext4", "mount,xfs", "mount,btrfs", "block,ext4"})
    void passesEverySpecOfWhatIsOffered(String access, String filesystem) throws Exception {
        Map<String, Integer> skipped = new TreeMap<>(HONESTLY_SKIPPED);
        skipped.put(SNAPSHOT_ACCESSIBILITY, 1);
        try (RealDriver driver = RealDriver.start("--default-fs-type", filesystem)) {
            Ran ran = Ran.against(driver, access, "csi-sanity-" + access + "-" + filesystem);

            assertThat(ran.exitCode()).as(ran.printed()).isZero();
            assertThat(ran.skippedByCapability()).as(ran.printed()).isEqualTo(skipped);
            assertThatNothingIsLeft(driver);
        }
    }

    @Test
    void passesEverySpecOfTheNextVersionButTheOneThatNobodyCanPass() throws Exception {
        try (RealDriver driver = RealDriver.start("--spec", "1.13")) {
            Ran ran = Ran.against(driver, "mount", "csi-sanity-1.13");

            assertThat(ran.named("failed")).as(ran.printed()).containsExactly(FAULT_OF_CSI_SANITY);
            assertThat(ran.skippedByCapability()).as(ran.printed()).isEqualTo(HONESTLY_SKIPPED);
            assertThatNothingIsLeft(driver);
        }
    }

    /** The controller has no node service and the agent no controller service: those that ask one socket for both. */
    @ParameterizedTest
    @ValueSource(strings = {"mount", "block"})
    void passesEverySpecThroughAController(String access) throws Exception {
        Map<String, Integer> skipped = new TreeMap<>(HONESTLY_SKIPPED);
        skipped.put(SNAPSHOT_ACCESSIBILITY, 1);
        skipped.put("both services on one socket", 2);
        try (RealFleet fleet = RealFleet.ofOneNode()) {
            RealDriver agent = fleet.agent("n1");
            RealDriver controller = fleet.controllers().getFirst();
            Ran ran = Ran.against(
                    agent,
                    access,
                    "csi-sanity-fleet-" + access,
                    "--",
                    "--csi.controllerendpoint=unix://" + controller.socket());

            assertThat(ran.exitCode()).as(ran.printed()).isZero();
            assertThat(ran.skippedByCapability()).as(ran.printed()).isEqualTo(skipped);
            assertThatNothingIsListed(controller);
            assertThat(HostTraces.loopsBelow(agent.folder())).hasSize(1);
        }
    }

    /** A cloud that does all at once, so that its time is not spent here. */
    private static final String QUICK_CLOUD = """
            delays: {create: 10ms, restore: 10ms, attach: 10ms, detach: 10ms, delete: 10ms, modify: 10ms, snapshot: 10ms}
            rates: {every: {burst: 1000000, perSecond: 1000000}}
            """;

    private static Map<String, Integer> skippedOnACloud() {
        return new TreeMap<>(Map.of("group snapshots", 6, "volume health", 6, SNAPSHOT_ACCESSIBILITY, 1, "clones", 2));
    }

    @Test
    void passesEverySpecOnTheDisksOfACloud(@TempDir Path folder) throws Exception {
        Path config = Files.writeString(folder.resolve("cloud.yaml"), QUICK_CLOUD);
        try (RealDriver driver =
                RealDriver.overCloud("--cloud-config", config.toString(), "--instance", "i-1", "--zone", "a")) {
            Ran ran = Ran.against(
                    driver,
                    "mount",
                    "csi-sanity-cloud-mount",
                    "--",
                    "--csi.testnodevolumeattachlimit=true",
                    "--csi.testvolumemutableparameters=" + mutableParameters(folder));

            assertThat(ran.exitCode()).as(ran.printed()).isZero();
            assertThat(ran.skippedByCapability()).as(ran.printed()).isEqualTo(skippedOnACloud());
            assertThatNothingIsListed(driver);
            assertThat(HostTraces.loopsBelow(driver.folder())).isEmpty();
        }
    }

    private static Path mutableParameters(Path folder) throws Exception {
        return Files.writeString(folder.resolve("mutable.yaml"), "category: shared\niops: \"4000\"\n");
    }

    /** The cloud, the controller and the node are a process each, as where the cloud is somebody else's. */
    @Test
    void passesEverySpecWhereTheCloudIsElsewhere(@TempDir Path folder) throws Exception {
        Path config = Files.writeString(folder.resolve("cloud.yaml"), QUICK_CLOUD);
        try (RealCloud cloud = RealCloud.start(config)) {
            String[] served = {
                "--cloud",
                "unix://" + cloud.socket(),
                "--cloud-folder",
                cloud.disks().toString()
            };
            try (RealDriver node =
                            RealDriver.overCloud(with(served, "--mode", "node", "--instance", "i-1", "--zone", "a"));
                    RealDriver controller = RealDriver.overCloud(with(served, "--mode", "controller"))) {
                Ran ran = Ran.against(
                        node,
                        "block",
                        "csi-sanity-cloud-block",
                        "--",
                        "--csi.controllerendpoint=unix://" + controller.socket(),
                        "--csi.testnodevolumeattachlimit=true");

                assertThat(ran.exitCode()).as(ran.printed()).isZero();
                assertThat(ran.skippedByCapability()).as(ran.printed()).isEqualTo(skippedOnACloud());
                assertThatNothingIsListed(controller);
            }
            assertThat(HostTraces.loopsBelow(cloud.disks())).isEmpty();
        }
    }

    private static String[] with(String[] first, String... further) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(further)).toArray(String[]::new);
    }

    /** A run that has ended, with its report. */
    private record Ran(int exitCode, String printed, Path report) {
        /** @param further as the script takes them */
        static Ran against(RealDriver driver, String access, String name, String... further) throws Exception {
            List<String> command = new ArrayList<>(List.of(
                    "sanity-tests/csi-sanity-run", driver.socket().toString(), access, REPORTS.toString(), name));
            command.addAll(List.of(further));
            Process run = new ProcessBuilder(command).redirectErrorStream(true).start();
            String printed = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ran(run.waitFor(), printed, REPORTS.resolve(name + ".xml"));
        }

        Map<String, Integer> skippedByCapability() throws Exception {
            return named("skipped").stream()
                    .collect(Collectors.groupingBy(
                            CsiSanityIT::capability, TreeMap::new, Collectors.summingInt(_ -> 1)));
        }

        /** The specs that ended so. */
        List<String> named(String status) throws Exception {
            try (var in = Files.newInputStream(report)) {
                NodeList cases = DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(in)
                        .getElementsByTagName("testcase");
                return IntStream.range(0, cases.getLength())
                        .mapToObj(i -> (Element) cases.item(i))
                        .filter(test -> test.getAttribute("status").equals(status))
                        .map(test -> test.getAttribute("name"))
                        .toList();
            }
        }
    }

    private static void assertThatNothingIsLeft(RealDriver driver) throws Exception {
        assertThatNothingIsListed(driver);
        assertThat(HostTraces.loopsBelow(driver.folder())).hasSize(1);
    }

    private static void assertThatNothingIsListed(RealDriver driver) {
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
        if (Pattern.compile("(Volume|Storage)Health").matcher(spec).find()) {
            return "volume health";
        }
        if (spec.startsWith("[It] Node Service should ")) {
            return "both services on one socket";
        }
        if (spec.equals(FAULT_OF_CSI_SANITY)) {
            return SNAPSHOT_ACCESSIBILITY;
        }
        if (spec.contains("source volume")) {
            return "clones";
        }
        return Pattern.compile("GroupController").matcher(spec).find() ? "group snapshots" : spec;
    }
}
