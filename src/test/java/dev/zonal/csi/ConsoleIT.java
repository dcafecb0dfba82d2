package dev.zonal.csi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.cloud.ApiCall;
import dev.zonal.csi.cloud.AttachDisk;
import dev.zonal.csi.cloud.ClientToken;
import dev.zonal.csi.cloud.Cloud;
import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.DiskId;
import dev.zonal.csi.cloud.DiskSnapshotId;
import dev.zonal.csi.cloud.FaultEffect;
import dev.zonal.csi.cloud.FaultPlan;
import dev.zonal.csi.cloud.InstanceId;
import dev.zonal.csi.cloud.NewDisk;
import dev.zonal.csi.cloud.console.ConsoleServer;
import dev.zonal.csi.cloud.description.CloudDescription;
import dev.zonal.csi.cloud.description.DescriptionFile;
import dev.zonal.csi.cloud.wire.CloudConnection;
import dev.zonal.csi.config.BearerToken;
import dev.zonal.csi.config.ControlAddress;
import dev.zonal.csi.config.Endpoint;
import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.tracing.Tracing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The console of a cloud in a real browser: what happens in the cloud is seen in the page, what is done in the page happens
 * in the cloud, and everybody can use it. Leaves pictures of it behind, in the folder that {@code console.pictures} names.
 */
@RealHost
@RealBrowser
@ExtendWith(QuietLogs.class)
final class ConsoleIT {
    private static final String SECRET = "a-secret-that-nobody-guesses";
    private static final Path PICTURES = Path.of(System.getProperty("console.pictures", "target/console"));
    private static final CloudDescription DESCRIPTION = DescriptionFile.parse("test.yaml", """
            delays: {create: 50ms, restore: 50ms, attach: 100ms, detach: 50ms, delete: 50ms, snapshot: 1h}
            rates: {every: {burst: 1000000, perSecond: 1000000}}
            instances:
              - {name: i-1, zone: a, type: small}
              - {name: i-2, zone: a, type: large}
              - {name: i-3, zone: b, type: small}
            """);

    @TempDir
    private Path folder;

    private CloudServer server;
    private CloudConnection connection;
    private Cloud cloud;

    @TempDir
    private static Path browsing;

    private static Browser browser;

    @BeforeAll
    static void openBrowser() {
        browser = Browser.start(browsing);
    }

    @AfterAll
    static void closeBrowser() {
        browser.close();
    }

    @BeforeEach
    void open() throws IOException {
        Endpoint endpoint = new Endpoint(folder.resolve("cloud.sock"));
        InetSocketAddress address = freeAddress();
        BearerToken token = BearerToken.read(Files.writeString(folder.resolve("token"), SECRET));
        server = CloudServer.start(
                DESCRIPTION,
                folder.resolve("cloud"),
                new CloudDoors(
                        List.of(new ControlAddress.Unix(endpoint.socket())),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new ConsoleServer.Access(address, Optional.of(token), Optional.empty()))),
                Tracing.OFF);
        connection = CloudConnection.to(endpoint, Duration.ofSeconds(30));
        cloud = connection.as("test");
        browser.prefer("light", "no-preference");
        browser.open("http://127.0.0.1:" + address.getPort() + "/");
        browser.awaitText("#live", "live");
        browser.awaitText("#map", "i-3");
    }

    private static InetSocketAddress freeAddress() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return (InetSocketAddress) free.getLocalSocketAddress();
        }
    }

    @AfterEach
    void close() {
        cloud.disks().forEach(disk -> connection.control().detachByHand(disk.id()));
        connection.control().advanceClock(Duration.ofMinutes(1));
        connection.close();
        server.stop();
    }

    private static ClientToken token() {
        return new ClientToken(UUID.randomUUID().toString());
    }

    private DiskId disk(String zone, String category) {
        return cloud.createDisk(NewDisk.blank(zone, category, ByteSize.ofGibibytes(4)), token())
                .id();
    }

    private static String inZone(String zone, DiskId disk) {
        return "[aria-labelledby=zone-" + zone + "] .loose [data-disk=" + disk + "]";
    }

    private void attach(DiskId disk, String instance) {
        cloud.attachDisk(new AttachDisk(disk, new InstanceId(instance), false), token());
        browser.awaitText(".machine [data-disk=" + disk + "] .state", "attached");
    }

    private void unlock() {
        browser.click("#unlock");
        browser.type("#token", SECRET);
        browser.click("#token-form [type=submit]");
        browser.awaitShown("#switches");
    }

    @Test
    void aDiskIsSeenInItsZoneAndGoesToItsInstance() {
        DiskId disk = disk("b", "standard");
        browser.awaitText(inZone("b", disk) + " .state", "available");
        assertThat(browser.shows(inZone("a", disk))).isFalse();

        attach(disk, "i-3");

        browser.awaitText("[aria-labelledby=zone-b] .machine .count", "2 of 8 slots taken");
        assertThat(browser.shows(inZone("b", disk))).isFalse();
        browser.awaitText("#log", disk + " is attached to i-3");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aFaultIsPlannedInThePageAndCounts() {
        assertThat(browser.shows("#fault-form, .power, #switches")).isFalse();
        unlock();
        browser.click("aside details summary");
        browser.choose("#fault-form [name=call]", "CreateDisk");
        browser.choose("#fault-form [name=error]", "quota");
        browser.type("#fault-form [name=times]", "3");
        browser.click("#fault-form [type=submit]");
        browser.awaitText(".fault .hits", "met 0 of 3 calls");

        refused();
        browser.awaitText(".fault .hits", "met 1 of 3 calls");
        refused();
        refused();

        browser.awaitText(".fault .hits", "met 3 of 3 calls, over");
        disk("a", "standard");
        browser.click(".fault button");
        browser.awaitShown("#faults-empty");
        assertThat(browser.complaints()).isEmpty();
    }

    private void refused() {
        try {
            disk("a", "standard");
        } catch (CloudException quota) {
            assertThat(quota.kind()).isEqualTo(CloudException.Kind.QUOTA);
            return;
        }
        throw new AssertionError("the fault met no call");
    }

    @Test
    void theSwitchesSwitchTheCloud() {
        unlock();

        browser.click("[aria-label='Take down zone a']");
        browser.awaitText("[aria-labelledby=zone-a] header .state", "down");
        browser.click("#switches [role=switch]");
        browser.awaitShown("#switches [aria-checked=true]");
        assertThat(connection.control().faults()).hasSize(1);
        browser.click("#switches [role=switch]");
        browser.awaitShown("#faults-empty");
        browser.click(".advance [data-seconds='3600']");
        browser.awaitText("#ahead", "1 h ahead");
        browser.click("[aria-label='Kill i-3']");
        browser.awaitText("#log", "i-3 is gone");

        assertThat(connection.control().state().instances()).hasSize(2);
    }

    @Test
    void aWrongTokenChangesNothingAndIsSaid() {
        browser.click("#unlock");
        browser.type("#token", "not-the-one-that-it-is");
        browser.click("#token-form [type=submit]");
        browser.click("[aria-label='Take down zone a']");

        browser.awaitText("#notice", "that is not the token");
        browser.awaitShown("#unlock");
        assertThat(browser.shows(".power")).isFalse();
    }

    @Test
    void nobodyIsKeptOut() throws IOException {
        furnish();
        picture("light");
        assertThat(browser.barriers()).isEmpty();
        browser.prefer("dark", "reduce");
        assertThat(browser.barriers()).as("dark").isEmpty();

        unlock();
        picture("dark");
        browser.click("aside details summary");
        assertThat(browser.barriers()).as("dark, unlocked").isEmpty();
        browser.prefer("light", "reduce");
        assertThat(browser.barriers()).as("light, unlocked").isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    private void picture(String name) throws IOException {
        browser.picture(PICTURES.resolve("console-" + name + ".png"));
    }

    /** A bit of everything. */
    private void furnish() {
        browser.prefer("light", "reduce");
        DiskId data = disk("a", "standard");
        DiskId logs = disk("a", "fast");
        browser.awaitText(inZone("a", data) + " .state", "available");
        browser.awaitText(inZone("a", logs) + " .state", "available");
        attach(data, "i-1");
        attach(logs, "i-2");
        DiskSnapshotId snapshot = cloud.createSnapshot(data, token()).id();
        connection.control().advanceClock(Duration.ofHours(2));
        NewDisk copy = new NewDisk(
                Set.of("b"), "standard", ByteSize.ofGibibytes(4), OptionalLong.empty(), Optional.of(snapshot));
        DiskId restored = cloud.createDisk(copy, token()).id();
        browser.awaitText(inZone("b", restored) + " .state", "available");
        attach(restored, "i-3");
        cloud.createSnapshot(logs, token());
        connection.control().advanceClock(Duration.ofMinutes(24));
        browser.awaitText(".snapshots", "40 %");
        browser.awaitText(inZone("a", disk("a", "shared")) + " .state", "available");
        connection
                .control()
                .addFault(new FaultPlan(
                        Optional.of(ApiCall.ATTACH_DISK),
                        FaultEffect.TIMEOUT_AFTER_SUCCESS,
                        0.25,
                        Duration.ofMillis(300),
                        OptionalInt.of(5),
                        Optional.of("b")));
        browser.awaitShown(".fault");
        connection.control().setZoneUp("c", false);
        browser.awaitText("[aria-labelledby=zone-c] .state", "down");
    }
}
