package dev.zonal.csi.driver;

import static dev.zonal.csi.driver.Workload.mount;
import static dev.zonal.csi.driver.Workload.volume;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.host.RealHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the packaged program costs a node while nobody calls it. The bounds are the same on a slow machine. */
@RealHost
final class FootprintIT {
    private static final long MOST_RESIDENT_KIBIBYTES = 95 << 10;
    private static final long MOST_RESIDENT_AFTER_CALLS_KIBIBYTES = 99 << 10;

    /** What is no page of a file, which the kernel could take back: a start-up cache that was moved would be beyond it. */
    private static final long MOST_OWN_KIBIBYTES = 52 << 10;

    private static final long MOST_OWN_AFTER_CALLS_KIBIBYTES = 57 << 10;
    private static final int MOST_THREADS = 48;

    /** What is measured is what happens in this time; nothing is waited for. */
    private static final long WINDOW_MILLIS = 10_000;

    /** The JVM's own timers make some seventy of them, the pools ten; one of a tenth of a second would add a hundred. */
    private static final long MOST_SWITCHES = 120;

    /** On a machine that is busy, what a start has left to do takes its time. */
    private static final int MOST_WINDOWS = 9;

    private static RealDriver driver;
    private static long residentBeforeCalls;
    private static long ownBeforeCalls;

    @BeforeAll
    static void startAndCall() throws Exception {
        driver = RealDriver.start("--http", "127.0.0.1:0");
        residentBeforeCalls = memory("VmRSS");
        ownBeforeCalls = memory("RssAnon");
        try (CsiClient client = driver.client()) {
            for (int i = 0; i < 20; i++) {
                client.controller()
                        .createVolume(
                                volume("footprint-" + i, 64, mount("ext4")).build());
            }
        }
    }

    @AfterAll
    static void end() throws Exception {
        driver.close();
    }

    @Test
    void itsMemoryIsSmall() throws IOException {
        assertThat(residentBeforeCalls).as("before any call").isLessThan(MOST_RESIDENT_KIBIBYTES);
        assertThat(memory("VmRSS")).as("after some").isLessThan(MOST_RESIDENT_AFTER_CALLS_KIBIBYTES);
    }

    @Test
    void halfOfItIsPagesOfFiles() throws IOException {
        assertThat(ownBeforeCalls).as("before any call").isLessThan(MOST_OWN_KIBIBYTES);
        assertThat(memory("RssAnon")).as("after some").isLessThan(MOST_OWN_AFTER_CALLS_KIBIBYTES);
    }

    private static long memory(String field) throws IOException {
        return number(process().resolve("status"), field + ":\\s+(\\d+) kB");
    }

    /** What is copied before it is mapped delays every start, and needs a /tmp that programs may be loaded from. */
    @Test
    void itsNativeCodeIsMappedFromWhereItWasInstalled() throws IOException {
        try (Stream<String> maps = Files.lines(process().resolve("maps"))) {
            assertThat(maps.filter(line -> line.contains("netty_transport_native_epoll"))
                            .map(line -> Path.of(line.substring(line.indexOf('/')))))
                    .isNotEmpty()
                    .allSatisfy(library -> assertThat(library)
                            .hasParentRaw(Path.of("target", "lib").toAbsolutePath()));
        }
    }

    /** It serves those who are about to read a message alone, and takes longer to load than a start may. */
    @Test
    void theLibraryThatNamesAProcessBehindASocketIsNotLoaded() throws IOException {
        try (Stream<String> maps = Files.lines(process().resolve("maps"))) {
            assertThat(maps).noneMatch(line -> line.contains("jffi"));
        }
    }

    @Test
    void itsThreadsAreFew() throws Exception {
        try (CsiClient client = driver.client()) {
            List<Thread> callers = IntStream.range(0, 64)
                    .mapToObj(_ ->
                            Thread.ofVirtual().start(() -> client.identity().probe()))
                    .toList();
            for (Thread caller : callers) {
                caller.join();
            }
        }

        assertThat(threads()).hasSizeLessThanOrEqualTo(MOST_THREADS);
    }

    @Test
    void itSleepsUntilItIsCalled() throws Exception {
        long switches = Long.MAX_VALUE;
        for (int i = 0; i < MOST_WINDOWS && switches > MOST_SWITCHES; i++) {
            Map<Path, Long> before = voluntarySwitches();
            Thread.sleep(WINDOW_MILLIS);
            switches = voluntarySwitches().entrySet().stream()
                    .mapToLong(thread -> thread.getValue() - before.getOrDefault(thread.getKey(), 0L))
                    .sum();
        }

        assertThat(switches).as("wake-ups in ten seconds").isLessThanOrEqualTo(MOST_SWITCHES);
    }

    private static Path process() {
        return Path.of("/proc", Long.toString(driver.pid()));
    }

    private static List<Path> threads() throws IOException {
        try (Stream<Path> tasks = Files.list(process().resolve("task"))) {
            return tasks.toList();
        }
    }

    /** By thread: one that ends takes its past with it. */
    private static Map<Path, Long> voluntarySwitches() throws IOException {
        Map<Path, Long> switches = new HashMap<>();
        for (Path thread : threads()) {
            try {
                switches.put(thread, number(thread.resolve("status"), "\nvoluntary_ctxt_switches:\\s+(\\d+)"));
            } catch (IOException ended) {
                // It wakes nobody up any more.
            }
        }
        return switches;
    }

    private static long number(Path file, String pattern) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(file));
        assertThat(matcher.find()).as(pattern).isTrue();
        return Long.parseLong(matcher.group(1));
    }
}
