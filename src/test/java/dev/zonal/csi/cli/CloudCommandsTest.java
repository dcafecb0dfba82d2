package dev.zonal.csi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.cli.Shell.Answer;
import dev.zonal.csi.cloud.CloudContract;
import dev.zonal.csi.cloud.simulator.CloudBench;
import dev.zonal.csi.cloud.wire.ServedCloud;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands about a cloud, typed as a person does, against one behind a real socket. */
final class CloudCommandsTest {
    @TempDir
    private Path folder;

    private final CloudBench bench = new CloudBench(CloudContract.DESCRIPTION);
    private ServedCloud served;

    @BeforeEach
    void serve() {
        served = ServedCloud.start(bench.running(), folder.resolve("cloud.sock"));
    }

    @AfterEach
    void close() {
        served.close();
        bench.close();
    }

    private Answer type(String line) {
        return Shell.run(Stream.concat(
                        Stream.concat(Stream.of("cloud"), Arrays.stream(line.split(" "))),
                        Stream.of("--endpoint", served.endpoint().toString()))
                .toArray(String[]::new));
    }

    private String done(String line) {
        Answer answer = type(line);
        assertThat(answer.exitCode()).as(line + ": " + answer.err()).isZero();
        return answer.out();
    }

    private String id(String line) {
        return done(line + " -o name").strip();
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    @Test
    void theLifeOfADisk() {
        done("instance add i-1 --zone a");
        String disk = id("disk create --zone a --size 1Gi");
        assertThat(done("disk list")).contains(disk, "creating", "standard", "1Gi");
        done("clock advance 1m");
        done("disk attach " + disk + " i-1 --read-only");
        done("clock advance 1m");
        assertThat(done("disk list")).contains("i-1 (attached, read-only)");
        String snapshot = id("snapshot create " + disk);
        assertThat(done("snapshot list")).contains(snapshot, disk, "pending, 0 %");
        done("clock advance 1m");
        String restored = id("disk create --zone b --size 2Gi --snapshot " + snapshot + " --iops 5000");
        assertThat(json(done("disk list -o json")).get("disks")).anySatisfy(shown -> {
            assertThat(shown.get("id").asString()).isEqualTo(restored);
            assertThat(shown.get("source").asString()).isEqualTo(snapshot);
            assertThat(shown.get("iops").asLong()).isEqualTo(5000);
        });
        done("disk detach " + disk + " i-1");
        done("clock advance 1m");
        assertThat(done("disk modify " + disk + " --size 3Gi --category fast")).contains("changing");
        done("clock advance 1m");
        assertThat(done("disk list")).contains("3Gi", "fast");
        assertThat(done("disk delete " + disk)).contains("is being deleted");
        assertThat(done("snapshot delete " + snapshot)).contains("deleted");
        done("clock advance 1m");
        assertThat(done("disk list")).doesNotContain(disk).contains(restored);
    }

    @Test
    void theTreeShowsEachThingInItsPlace() {
        done("instance add i-1 --zone a");
        String disk = id("disk create --zone a --size 1Gi");
        String free = id("disk create --zone b --size 1Gi --category shared");
        done("clock advance 1m");
        done("disk attach " + disk + " i-1");
        String snapshot = id("snapshot create " + disk);
        done("zone down b");
        done("zone sold-out c --category fast");
        done("fault add --call CreateDisk --error throttled --probability 0.3 --latency 2s --times 5 --zone b");

        assertThat(done("show").replaceAll("serial \\w+", "serial"))
                .startsWith("""
                        region r1
                          zone a
                            instance i-1   small, 2 of 3 slots taken
                              DISK   1Gi standard, in-use, attaching, serial
                          zone b   down
                            FREE   1Gi shared, available
                          zone c   sold out: fast
                          SNAPSHOT   1Gi of DISK, pending, 0 %
                        region r2
                          zone d
                        """.replace("DISK", disk).replace("FREE", free).replace("SNAPSHOT", snapshot))
                .contains("fault-1   CreateDisk   throttled   0.3           2000 ms   b      0      5");
        JsonNode document = json(done("show -o json"));
        assertThat(document.get("regions").get(0).get("zones").get(1).get("up").asBoolean())
                .isFalse();
        assertThat(document.get("instances").get(0).get("name").asString()).isEqualTo("i-1");
        assertThat(document.get("faults").get(0).get("latency").asString()).isEqualTo("PT2S");
    }

    @Test
    void whatTheCloudRefusesHasItsKindAndItsExitCode() {
        assertThat(type("disk create --zone a --size 1Gi --category fsat").err())
                .contains(
                        "INVALID: there is no disk category 'fsat'; there are standard, fast, shared; did you mean 'fast'?");
        assertThat(type("disk attach disk-none i-1").exitCode()).isEqualTo(5);
        done("fault add --call CreateDisk --error sold-out --times 1");
        assertThat(type("disk create --zone a --size 1Gi")).satisfies(answer -> {
            assertThat(answer.exitCode()).isEqualTo(8);
            assertThat(answer.err()).startsWith("SOLD_OUT: ");
        });
        assertThat(done("fault list -o json")).contains("\"hits\" : 1");
        done("fault clear fault-1");
        assertThat(done("fault list")).contains("No fault is planned.");
        assertThat(type("fault add --call CraeteDisk --error throttled").err()).contains("did you mean 'CreateDisk'?");
        assertThat(type("disk modify disk-none").exitCode()).isEqualTo(3);
    }

    @Test
    void whatTheCloudRefusesSaysWhatHelps() {
        done("instance add i-1 --zone a");
        done("instance add i-2 --zone b");
        done("instance add far --zone d");
        String disk = id("disk create --zone a --size 1Gi --token once");
        done("clock advance 1m");
        done("disk attach " + disk + " i-1");

        assertThat(type("disk attach " + disk + " i-3").err())
                .contains("there is no instance i-3; did you mean 'i-1'?");
        assertThat(type("instance kill elsewhere").err()).contains("; zonal cloud instance list shows all");
        assertThat(type("disk delete disk-none").err()).contains("; zonal cloud disk list shows all");
        assertThat(type("snapshot delete snapshot-none").err()).contains("; zonal cloud snapshot list shows all");
        assertThat(type("fault clear fault-9").err()).contains("; zonal cloud fault list shows all");
        assertThat(type("disk delete " + disk).err()).contains("is on instance i-1; detach it first");
        assertThat(type("disk attach " + disk + " i-2").err())
                .contains("; snapshot it, and create a disk from that in zone b");
        assertThat(type("disk attach " + disk + " far").err())
                .contains("is in zone d")
                .doesNotContain("snapshot");
        assertThat(type("disk attach " + disk + " i-1").err()).contains("is attaching to instance i-1 already");
        done("clock advance 1m");
        assertThat(type("disk attach " + disk + " i-1").err()).contains("is attached to instance i-1 already");
        done("disk detach " + disk + " i-1");
        assertThat(type("disk attach " + disk + " i-1").err()).contains("is detaching from instance i-1 already");
    }

    @Test
    void aTokenThatWasUsedSaysForWhat() {
        id("disk create --zone a --size 1Gi --token one");
        id("disk create --zone a --size 1Gi --iops 5000 --token two");
        String disk = id("disk create --zone a --size 1Gi --token three");
        done("instance add i-1 --zone a --token four");
        done("clock advance 1m");
        done("disk modify " + disk + " --size 2Gi --token five");

        assertThat(type("disk create --zone a --size 2Gi --token one").err())
                .contains("was used for another request: CreateDisk 1Gi standard in a, no iops, blank");
        assertThat(type("disk create --zone a --size 1Gi --token two").err())
                .contains("CreateDisk 1Gi standard in a, 5000 iops, blank");
        assertThat(type("instance add i-2 --zone a --token four").err()).contains("AddInstance i-1 in a, small");
        assertThat(type("disk modify " + disk + " --size 3Gi --token five").err())
                .contains("ModifyDisk " + disk + " to 2Gi, the category it has, no iops");
    }

    @Test
    void accidents() {
        done("instance add i-1 --zone a");
        done("instance devices i-1 --other 2");
        assertThat(done("instance list")).contains("i-1", "small", "3", "2");
        String disk = id("disk create --zone a --size 1Gi");
        done("clock advance 1m");
        done("disk attach " + disk + " i-1");
        done("disk detach-by-hand " + disk);
        assertThat(done("disk list")).contains("available");
        done("zone down a");
        assertThat(type("disk delete " + disk).exitCode()).isEqualTo(14);
        done("zone up a");
        assertThat(done("instance kill i-1")).contains("dead");
        bench.control().advanceClock(Duration.ofMinutes(1));
        assertThat(done("instance list")).contains("No instance runs.");
        done("zone sold-out a");
        assertThat(type("disk create --zone a --size 1Gi").err()).startsWith("SOLD_OUT");
        done("zone sold-out a --over");
        id("disk create --zone a --size 1Gi");
    }

    @Test
    void showTellsWhatIsUnderWayAndMeetsNoFault() {
        String disk = id("disk create --zone a --size 1Gi");
        done("fault add --error throttled");

        String shown = done("show");

        assertThat(shown).contains("UNDER WAY", "creating", disk, " ms", "throttled");
        JsonNode document = json(done("show -o json"));
        assertThat(document.at("/operations/0/object").asString()).isEqualTo(disk);
        assertThat(document.at("/faults/0/hits").asInt()).isZero();
    }

    @Test
    void aTokenMakesACommandRepeatable() {
        String command = "disk create --zone a --size 1Gi --token once";
        assertThat(id(command)).isEqualTo(id(command));
    }

    @Test
    void waitingEndsWithTheState() throws Exception {
        Thread clock = Thread.ofVirtual().start(() -> {
            while (bench.cloud().disks().isEmpty()) {
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
            bench.control().advanceClock(Duration.ofMinutes(1));
        });

        assertThat(done("disk create --zone a --size 1Gi --wait")).contains("available");
        clock.join();
        assertThat(type("disk create --zone a --size 1Gi --wait --timeout 300ms")
                        .err())
                .startsWith("UNAVAILABLE: not done within 300 ms");
    }

    @Test
    void waitingOutlastsReadsThatDoNotKnowItYet() throws Exception {
        try (CloudBench stale = new CloudBench("habits: {staleReads: 500ms}");
                ServedCloud cloud = ServedCloud.start(stale.running(), folder.resolve("stale.sock"))) {
            Thread time = passing(stale);
            Answer answer = Shell.run(
                    ("cloud disk create --zone a --size 1Gi --wait --endpoint " + cloud.endpoint()).split(" "));
            time.interrupt();
            time.join();

            assertThat(answer.err()).isEmpty();
            assertThat(answer.out()).contains("available");
        }
    }

    private static Thread passing(CloudBench bench) {
        return Thread.ofPlatform().daemon().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                bench.control().advanceClock(Duration.ofMillis(100));
                LockSupport.parkNanos(50_000_000);
            }
        });
    }

    @Test
    void waitingForWhatFailsIsAFailure() throws Exception {
        done("fault add --call CreateDisk --error fails-later");
        Thread time = passing(bench);
        Answer answer = type("disk create --zone a --size 1Gi --wait -o name");
        time.interrupt();
        time.join();

        assertThat(answer.exitCode()).isNotZero();
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err()).contains("was accepted, and failed later; zonal cloud disk delete disk-");
    }

    @Test
    void aFaultThatCanNotHappenIsRefused() {
        assertThat(type("fault add --call DetachDisk --error vanishes-later").err())
                .contains(
                        "DetachDisk makes nothing that could fail or vanish later; CreateDisk and CreateDiskSnapshot do");
        assertThat(done("fault list")).doesNotContain("vanishes");
    }

    @Test
    void watchingShowsAgainUntilInterrupted() throws Exception {
        CountDownLatch twice = new CountDownLatch(2);
        StringWriter seen = new StringWriter();
        PrintWriter out = new PrintWriter(seen) {
            @Override
            public void print(String text) {
                super.print(text);
                if (text.startsWith("region")) {
                    twice.countDown();
                }
            }
        };
        String[] line = {
            "cloud", "show", "--watch", "--endpoint", served.endpoint().toString()
        };
        CommandLine root = Shell.root(line).setOut(out);
        Thread watcher = Thread.ofPlatform().start(() -> root.execute(line));

        assertThat(twice.await(30, TimeUnit.SECONDS)).isTrue();
        watcher.interrupt();
        watcher.join();

        assertThat(seen.toString()).contains("region r1");
    }

    @Test
    void nobodyThere() {
        Answer answer = Shell.run(
                "cloud", "show", "--endpoint", folder.resolve("no.sock").toString());

        assertThat(answer.exitCode()).isEqualTo(14);
        assertThat(answer.err())
                .contains("start the cloud (zonal cloud serve), or name another with --endpoint or ZONAL_CLOUD");
    }
}
