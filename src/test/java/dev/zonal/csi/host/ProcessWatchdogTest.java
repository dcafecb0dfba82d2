package dev.zonal.csi.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessWatchdogTest {
    @TempDir
    Path folder;

    /** A process that puts a watchdog over itself and waits to be killed. */
    static final class Watched {
        private Watched() {}

        public static void main(String[] command) throws InterruptedException {
            try (var watchdog = new ProcessCommands().watch(List.of(command))) {
                System.out.println("watched by " + watchdog);
                Thread.sleep(60_000);
            }
        }
    }

    private static Process watched(String... command) throws IOException {
        List<String> java = new java.util.ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Watched.class.getName()));
        java.addAll(List.of(command));
        return new ProcessBuilder(java).redirectErrorStream(true).start();
    }

    @Test
    void actsWhenItsProcessIsKilled() throws Exception {
        Path made = folder.resolve("a file; touch $(not) 'that'");
        Process process = watched("touch", made.toString());
        assertThat(process.inputReader().readLine()).startsWith("watched");
        List<ProcessHandle> watchdogs = process.children().toList();
        assertThat(watchdogs).hasSize(1);

        // What a terminal or an init sends to all processes of a session is not for the watchdog.
        for (String signal : List.of("-HUP", "-INT", "-TERM")) {
            String pid = Long.toString(watchdogs.getFirst().pid());
            new ProcessCommands().run(Duration.ofSeconds(10), List.of("kill", signal, pid));
        }
        process.destroyForcibly();

        watchdogs.getFirst().onExit().join();
        assertThat(made).exists();
    }

    @Test
    void doesNothingWhenItIsClosed() {
        Path made = folder.resolve("made");
        List<ProcessHandle> before = ProcessHandle.current().children().toList();

        new ProcessCommands().watch(List.of("touch", made.toString())).close();

        assertThat(made).doesNotExist();
        assertThat(ProcessHandle.current().children().toList()).isEqualTo(before);
    }

    @Test
    void doesNotBeginWithAProgramThatIsNotThere() {
        assertThatExceptionOfType(HostException.class)
                .isThrownBy(() -> new ProcessCommands().watch(List.of("no-such-program-zonal")))
                .satisfies(failure -> assertThat(failure.errno()).isEqualTo(Errno.ENOENT));
    }
}
