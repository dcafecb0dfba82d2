package dev.zonal.csi.host.freeze;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.host.Commands;
import dev.zonal.csi.host.Filesystems;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.ProcessCommands;
import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.host.RealPool;
import dev.zonal.csi.host.linux.LinuxHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A real driver's process that is killed in the midst of a freeze: alone, with its group, or with its pid namespace. */
@RealHost
final class LeftFrozenIT {
    @RegisterExtension
    static final RealPool POOL = RealPool.xfs();

    private static final Duration PROMISED = Duration.ofSeconds(5);

    private final Commands programs = new ProcessCommands();
    private final Host host = LinuxHost.of(programs);
    private final Path run = POOL.fresh("run");
    private Path mountpoint = Path.of("/nonexistent");
    private List<Process> started = new ArrayList<>();

    /** A process that freezes a filesystem and waits to be killed. */
    static final class Freezer {
        private Freezer() {}

        public static void main(String[] places) throws InterruptedException {
            ProcessCommands commands = new ProcessCommands();
            Host host = NotedFreezes.on(LinuxHost.of(commands), commands, LinuxHost.processes(), Path.of(places[1]));
            try (Filesystems.Freeze freeze = host.filesystems().freeze(Path.of(places[0]))) {
                System.out.println("frozen: " + freeze);
                Thread.sleep(120_000);
            }
        }
    }

    @BeforeEach
    void mount() throws IOException {
        mountpoint = Files.createDirectory(POOL.mountpoint().resolveSibling("mnt-it's a $(name)"));
        Path image = POOL.fresh("image");
        POOL.run("truncate", "-s", "320M", image.toString());
        POOL.run("mkfs.xfs", "-q", image.toString());
        POOL.run("mount", "-o", "loop", image.toString(), mountpoint.toString());
    }

    @AfterEach
    void takeAway() throws Exception {
        programs.run(Duration.ofSeconds(20), List.of("fsfreeze", "--unfreeze", mountpoint.toString()));
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        if (host.mounts().at(mountpoint).isPresent()) {
            host.mounts().unmount(mountpoint);
        }
        Files.delete(mountpoint);
    }

    /** @param wrapper programs that run it: in a session of its own, in a pid namespace of its own */
    private Process freezer(String... wrapper) throws IOException {
        List<String> command = new ArrayList<>(List.of(wrapper));
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Freezer.class.getName(),
                mountpoint.toString(),
                run.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        started.add(process);
        assertThat(process.inputReader().readLine()).startsWith("frozen");
        return process;
    }

    /** It would wait for ever where nobody thaws, so it is not this thread that waits. */
    private Thread writer() {
        Path file = mountpoint.resolve("file-" + System.nanoTime());
        return Thread.ofPlatform().daemon().start(() -> host.files().createFile(file, new byte[1]));
    }

    private static boolean ends(Thread writer) throws InterruptedException {
        return writer.join(PROMISED);
    }

    private void start() {
        new LeftFrozen(host, LinuxHost.processes(), run).thaw();
    }

    private List<String> notes() {
        return host.files().list(run.resolve("frozen"));
    }

    private void kill(String... signalAndProcess) {
        List<String> command = new ArrayList<>(List.of("kill"));
        command.addAll(List.of(signalAndProcess));
        assertThat(programs.run(Duration.ofSeconds(10), command).exitCode()).isZero();
    }

    @Test
    void theWatchdogOfOneThatIsKilledAloneThawsAndRemovesTheNote() throws Exception {
        Process freezer = freezer();
        List<ProcessHandle> watchdogs = freezer.children().toList();
        Thread writer = writer();

        freezer.destroyForcibly().waitFor();

        assertThat(ends(writer)).isTrue();
        watchdogs.forEach(watchdog -> watchdog.onExit().join());
        assertThat(notes()).isEmpty();
    }

    @Test
    void theWatchdogOutlivesItsProcessGroup() throws Exception {
        Process freezer = freezer("setsid");
        Thread writer = writer();

        kill("-KILL", "--", "-" + freezer.pid());

        assertThat(ends(writer)).isTrue();
    }

    @Test
    void theStartThawsWhereTheWatchdogWasKilledToo() throws Exception {
        Process freezer = freezer("unshare", "--pid", "--fork", "--kill-child");
        Thread writer = writer();
        start();
        assertThat(writer.join(Duration.ofMillis(300)))
                .as("its driver lives, in another pid namespace")
                .isFalse();
        freezer.destroyForcibly().waitFor();
        assertThat(writer.join(Duration.ofMillis(300)))
                .as("nobody of that namespace is left to thaw it")
                .isFalse();

        start();

        assertThat(ends(writer)).isTrue();
        assertThat(notes()).isEmpty();
    }

    @Test
    void theStartThawsWhatIsMountedNowhereAnyMore() throws Exception {
        Path device = Path.of(host.mounts().at(mountpoint).orElseThrow().source());
        Process freezer = freezer("unshare", "--pid", "--fork", "--kill-child");
        freezer.destroyForcibly().waitFor();
        host.mounts().unmount(mountpoint);
        assertThat(host.loops().find(device)).as("kept by the freeze").isPresent();

        start();

        assertThat(host.mounts().showing(device)).isEmpty();
        assertThat(host.loops().find(device)).isEmpty();
        assertThat(notes()).isEmpty();
        assertThat(run.resolve("thaw")).doesNotExist();
    }

    /** As a thread of a killed driver does that wanted to grow what another thread had frozen. */
    @Test
    void aKilledProcessThatWaitsForTheThawCountsAsEnded() throws Exception {
        try (Filesystems.Freeze _ = host.filesystems().freeze(mountpoint)) {
            Process waiting =
                    new ProcessBuilder("touch", mountpoint.resolve("touched").toString()).start();
            started.add(waiting);
            while (!stat(waiting)[0].equals("D")) {
                Thread.onSpinWait();
            }
            var self = LinuxHost.processes().self();
            var identity = new dev.zonal.csi.host.ProcessIdentity(
                    self.boot(), self.namespace(), waiting.pid(), Long.parseLong(stat(waiting)[19]));
            assertThat(LinuxHost.processes().liveness(identity)).hasToString("LIVES");

            waiting.destroyForcibly();

            assertThat(LinuxHost.processes().liveness(identity)).hasToString("ENDED");
            assertThat(waiting.isAlive()).isTrue();
        }
    }

    private static String[] stat(Process process) throws IOException {
        String line = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        return line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    }
}
