package dev.zonal.csi.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.host.RealHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a checkout of its own, with a {@code java} and a build that only say what they were asked for. */
@RealHost
final class LauncherIT {
    /** Fails where it is asked for a start-up cache, unless it may make one. */
    private static final String JAVA = """
            #!/bin/sh
            echo "java $*"
            echo "mounts $(readlink /proc/self/ns/mnt)"
            for word; do
              case $word in
                -XX:AOTCacheOutput=*) [ -e "$CHECKOUT/may-rehearse" ] && echo cache >"${word#*=}" ;;
              esac
            done
            """;

    private static final String BUILD = """
            #!/bin/sh
            for i in $(seq 120); do echo "Downloaded from registry: library-$i.jar (1 kB at 1 MB/s)"; done
            echo "[INFO] --- compiler:3:compile (default-compile) @ zonal-csi ---"
            echo "[WARNING] something that is deprecated"
            if [ -e "$CHECKOUT/does-not-compile" ]; then echo "[ERROR] Main.java: wrong"; exit 1; fi
            echo "[INFO] --- jar:3:jar (default-jar) @ zonal-csi ---"
            mkdir -p "$CHECKOUT/target/lib"
            touch "$CHECKOUT/target/zonal.jar"
            """;

    private static final String FAILED = "no start-up cache could be made";
    private static final String USED = "-XX:AOTCache=";

    @TempDir
    private Path checkout;

    @BeforeEach
    void makeCheckout() throws IOException {
        for (String file : List.of("zonal", ".mvn/jdk.sh", ".mvn/build.sh", ".mvn/mounts.sh", "src/main/jvm.options")) {
            Path copy = checkout.resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(Path.of(file), copy);
            // Long ago, so that whatever a test makes is newer.
            Files.setLastModifiedTime(copy, FileTime.from(Instant.EPOCH));
        }
        Files.createDirectories(checkout.resolve("jdk"));
        Files.writeString(checkout.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
        program("jdk/bin/java", JAVA);
        program("mvnw", BUILD);
    }

    private void program(String file, String script) throws IOException {
        Path program = checkout.resolve(file);
        Files.createDirectories(program.getParent());
        Files.writeString(program, script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void built() throws IOException {
        Files.createDirectories(checkout.resolve("target/lib"));
        Files.deleteIfExists(checkout.resolve("target/zonal.jar"));
        Files.createFile(checkout.resolve("target/zonal.jar"));
    }

    private record Ended(int exitCode, List<String> lines) {
        List<String> about(String words) {
            return lines.stream().filter(line -> line.contains(words)).toList();
        }
    }

    private Ended run(String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of(checkout.resolve("zonal").toString()), Stream.of(arguments))
                        .toList());
        builder.environment().put("JAVA_HOME", checkout.resolve("jdk").toString());
        builder.environment().put("CHECKOUT", checkout.toString());
        Process process = builder.redirectErrorStream(true).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return new Ended(process.waitFor(), lines);
    }

    @Test
    void aStartUpCacheIsMadeOnceAndUsed() throws Exception {
        built();
        Files.createFile(checkout.resolve("may-rehearse"));

        Ended first = run("probe");
        Ended second = run("probe");

        assertThat(first.about("making its start-up cache")).hasSize(1);
        assertThat(first.about(USED)).hasSize(1);
        assertThat(second.about("zonal:")).isEmpty();
        assertThat(second.about(USED)).hasSize(1);
    }

    @Test
    void whereItFailsThatIsSaidAndTriedAgainAtLaterStartsButNotForEver() throws Exception {
        built();

        Ended first = run("probe");

        assertThat(first.exitCode()).isZero();
        assertThat(first.about(FAILED)).singleElement().asString().contains("the next start tries again");
        assertThat(first.lines()).last().asString().startsWith("mounts");
        assertThat(first.about(USED)).isEmpty();
        assertThat(run("probe").about(FAILED)).hasSize(1);
        assertThat(run("probe").about(FAILED)).singleElement().asString().contains("not tried again");
        assertThat(run("probe").about("zonal:")).isEmpty();
    }

    @Test
    void aLaterStartThatSucceedsHasItsCache() throws Exception {
        built();
        run("probe");
        Files.createFile(checkout.resolve("may-rehearse"));

        assertThat(run("probe").about(USED)).hasSize(1);
    }

    @Test
    void aNewBuildIsTriedAnew() throws Exception {
        built();
        for (int i = 0; i < 3; i++) {
            run("probe");
        }
        built();

        assertThat(run("probe").about(FAILED)).hasSize(1);
    }

    @Test
    void aBuildIsToldInPlainLines() throws Exception {
        Files.createFile(checkout.resolve("may-rehearse"));

        Ended ended = run("probe");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.lines().stream().filter(line -> !line.startsWith("java") && !line.startsWith("mounts")))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("zonal: building it, once"),
                        line -> assertThat(line).isEqualTo("zonal: fetched 50 files"),
                        line -> assertThat(line).isEqualTo("zonal: fetched 100 files"),
                        line -> assertThat(line).isEqualTo("zonal: compiling"),
                        line -> assertThat(line).isEqualTo("zonal: packaging"),
                        line -> assertThat(line).startsWith("zonal: built in "),
                        line -> assertThat(line).startsWith("zonal: making its start-up cache"));
    }

    @Test
    void aBuildThatFailsSaysWhyAndIsBegunAnew() throws Exception {
        Path mistake = Files.createFile(checkout.resolve("does-not-compile"));

        Ended failed = run("probe");

        assertThat(failed.exitCode()).isNotZero();
        assertThat(failed.lines()).contains("[ERROR] Main.java: wrong");
        Files.delete(mistake);
        assertThat(run("probe").exitCode()).isZero();
    }

    @Test
    void aDemoHasMountsOfItsOwnAndADriverThoseOfTheHost() throws Exception {
        built();
        Files.createFile(checkout.resolve("may-rehearse"));
        run("probe");
        String host = "mounts " + Files.readSymbolicLink(Path.of("/proc/self/ns/mnt"));

        assertThat(run("serve").lines()).contains(host);
        assertThat(run("demo").lines()).doesNotContain(host);
    }
}
