package dev.zonal.csi.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.driver.HostTraces;
import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.host.RealPool;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The program as people start it, in a work folder of its own. */
@RealHost
final class DemoIT {
    @RegisterExtension
    static final RealPool POOL = RealPool.btrfs();

    private static final int MINUTES = 3;

    private Path work = Path.of("unset");

    @BeforeEach
    void makeWorkFolder() throws IOException {
        Path parent = Files.createDirectories(Path.of("target", "it").toAbsolutePath());
        work = Files.createTempDirectory(parent, "demo");
    }

    /** The demo takes its work folder away with it, where nothing else is in it. */
    @AfterEach
    void nothingIsLeft() throws Exception {
        assertThat(HostTraces.mountsBelow(work)).isEmpty();
        assertThat(HostTraces.loopsBelow(work)).isEmpty();
        assertThat(work).doesNotExist();
    }

    @Test
    void everythingIsAsPromisedForPeople() throws Exception {
        Process demo = start();
        String told = read(demo);

        assertThat(exitCode(demo)).as(told).isZero();
        assertThat(told)
                .contains("CreateVolume", "RESOURCE_EXHAUSTED", "CreateSnapshot", "no data was copied")
                .contains("every file is as it was before the mistake", "Everything was as promised")
                .doesNotContain("\u001b", "✗");
    }

    @Test
    void aFolderServesAsPoolAndTheDocumentIsForPrograms() throws Exception {
        Process demo = start("--pool", POOL.path().toString(), "-o", "json");
        String told = read(demo);

        assertThat(exitCode(demo)).as(told).isZero();
        JsonNode document = JsonMapper.shared().readTree(told);
        assertThat(document.at("/ok").booleanValue()).isTrue();
        assertThat(document.at("/steps").size()).isEqualTo(Story.steps().size() + 2);
        assertThat(document.at("/steps/2/events/0/call").stringValue()).isEqualTo("CreateVolume");
        assertThat(document.at("/steps/2/events/0/response/volume/volumeId").stringValue())
                .startsWith("vol-");
        assertThat(POOL.path()).isEmptyDirectory();
    }

    @Test
    void theStoryOfManyNodesIsAsPromisedToo() throws Exception {
        Process demo = start("--fleet");
        String told = read(demo);

        assertThat(exitCode(demo)).as(told).isZero();
        assertThat(told)
                .contains("it is on n2, where the snapshot is: the pod follows", "node 'n3' can't be asked since")
                .contains("it is the volume that n3 had", "the second one lists the same")
                .contains("every file is as it was before the mistake", "Everything was as promised");
    }

    @Test
    void theStoryOfACloudIsAsPromisedToo() throws Exception {
        Process demo = start("--backend", "cloud");
        String told = read(demo);

        assertThat(exitCode(demo)).as(told).isZero();
        assertThat(told)
                .contains("it is not in zone b, where its pod runs", "is in zone a, and instance i-1 is in zone b")
                .contains("every file is as it was written", "the cloud refused it once, and made one disk")
                .contains("zone a does not answer", "zone b goes on")
                .contains("every file is as it was before the mistake", "Everything was as promised");
    }

    @Test
    void aCloudHasNoPools() throws Exception {
        Process demo = start("--backend", "cloud", "--pool", POOL.path().toString());
        String told = read(demo);

        assertThat(exitCode(demo)).isEqualTo(9);
        assertThat(told).contains("leave --fleet and --pool out");
        Files.delete(work);
    }

    /** Its processes end with it, however it ends, and the next demo takes away what they had mounted. */
    @ParameterizedTest
    @CsvSource({"--fleet, The data is back", "--backend=cloud, A mistake"})
    void aKilledDemoOfManyProcessesLeavesNothingThatTheNextDoesNotTakeAway(String which, String step) throws Exception {
        Process killed = start(program(), which);
        List<ProcessHandle> cast;
        try (BufferedReader told = killed.inputReader()) {
            readUntil(told, step);
            cast = killed.descendants().toList();
            killed.destroyForcibly();
        }
        exitCode(killed);
        for (ProcessHandle one : cast) {
            one.onExit().get(MINUTES, TimeUnit.MINUTES);
        }
        assertThat(cast).hasSizeGreaterThanOrEqualTo(4);

        Process next = startAmongTheMountsOfTheHost();
        String told = read(next);

        assertThat(exitCode(next)).as(told).isZero();
        assertThat(told).contains("an earlier demo was killed: took away its");
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void aSignalInTheMiddleLeavesNothing(String signal) throws Exception {
        Process demo = start();
        try (BufferedReader told = demo.inputReader()) {
            readUntil(told, "A mistake");
            HostTraces.output("kill", "-" + signal, Long.toString(demo.pid()));

            assertThat(told.readAllLines()).last().asString().startsWith("Interrupted in '");
        }
        assertThat(exitCode(demo)).isEqualTo(signal.equals("INT") ? 130 : 143);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A volume where its pod may run", "A mistake", "A clone to try things on", "Clean-up"})
    void whatAKilledDemoLeftIsTakenAwayByTheNext(String step) throws Exception {
        Process killed = startAmongTheMountsOfTheHost();
        try (BufferedReader told = killed.inputReader()) {
            readUntil(told, step);
            killed.destroyForcibly();
        }
        exitCode(killed);
        assertThat(HostTraces.mountsBelow(work)).isNotEmpty();

        Process next = startAmongTheMountsOfTheHost();
        String told = read(next);

        assertThat(exitCode(next)).as(told).isZero();
        assertThat(told).contains("an earlier demo was killed: took away its");
    }

    /** As a container does that starts meanwhile: its copy would keep the demo's mounts busy. */
    @Test
    void whoCopiesTheMountsOfTheHostMeanwhileKeepsNoneOfIt() throws Exception {
        Process demo = start();
        Process copy;
        StringBuilder told = new StringBuilder();
        try (BufferedReader lines = demo.inputReader()) {
            readUntil(lines, "A mistake");
            copy = new ProcessBuilder("unshare", "--mount", "sleep", "300").start();
            lines.lines().forEach(line -> told.append(line).append('\n'));
        }

        assertThat(exitCode(demo)).as(told.toString()).isZero();
        assertThat(copy.isAlive()).isTrue();
        copy.destroyForcibly().waitFor();
    }

    @Test
    void aPoolOutsideIsFoundAgainAfterAKill() throws Exception {
        Path image = POOL.path().resolve("elsewhere.img");
        Process killed = start("--pool", image.toString());
        try (BufferedReader told = killed.inputReader()) {
            readUntil(told, "The data is back");
            killed.destroyForcibly();
        }
        exitCode(killed);
        assertThat(image).exists();

        Process next = start();
        String told = read(next);

        assertThat(exitCode(next)).as(told).isZero();
        assertThat(image).doesNotExist();
    }

    @Test
    void whatExistsIsNotTakenForAPool() throws Exception {
        Path precious = Files.writeString(POOL.path().resolve("precious"), "data");

        Process demo = start("--pool", precious.toString());
        String told = read(demo);

        assertThat(exitCode(demo)).isEqualTo(9);
        assertThat(told).contains("precious exists; the demo makes its own pool");
        assertThat(precious).hasContent("data");
        Files.delete(precious);
    }

    private Process start(String... further) throws IOException {
        return start(List.of(Path.of("zonal").toAbsolutePath().toString()), further);
    }

    /** Without the launcher, as in the image: what a killed one leaves is there for the next. */
    private Process startAmongTheMountsOfTheHost() throws IOException {
        return start(program());
    }

    private static List<String> program() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@src/main/jvm.options",
                "-Djava.library.path=target/lib",
                "-jar",
                "target/zonal.jar");
    }

    private Process start(List<String> program, String... further) throws IOException {
        // A build in the background hands down that SIGINT is ignored, and what is ignored no JVM catches.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.addAll(program);
        command.addAll(List.of("demo", "--work", work.toString()));
        command.addAll(List.of(further));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String read(Process demo) throws IOException {
        return new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void readUntil(BufferedReader told, String words) throws IOException {
        String line = told.readLine();
        while (line != null && !line.contains(words)) {
            line = told.readLine();
        }
        assertThat(line).as("the demo came to '" + words + "'").isNotNull();
    }

    private static int exitCode(Process demo) throws InterruptedException {
        assertThat(demo.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
        return demo.exitValue();
    }
}
