package dev.zonal.csi.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessCommandsTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Commands commands = new ProcessCommands();

    private Commands.Result shell(String script, String... arguments) {
        List<String> command = new java.util.ArrayList<>(List.of("sh", "-c", script, "sh"));
        command.addAll(List.of(arguments));
        return commands.run(LONG, command);
    }

    @Test
    void givesExitCodeAndBothOutputs() {
        assertThat(shell("echo out; echo err >&2; exit 7")).isEqualTo(new Commands.Result(7, "out\nerr\n"));
    }

    @Test
    void hasNoShellNoInputAndAFixedLanguage() {
        assertThat(commands.run(LONG, List.of("echo", "$HOME; `id`", "a b")).output())
                .isEqualTo("$HOME; `id` a b\n");
        assertThat(commands.run(LONG, List.of("cat"))).isEqualTo(new Commands.Result(0, ""));
        assertThat(shell("echo $LC_ALL").output()).isEqualTo("C\n");
    }

    @Test
    void keepsTheBeginningOfALongOutput() {
        Commands.Result result = shell("head -c 1000000 /dev/zero | tr '\\0' x; exit 3");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.output()).hasSize(64 * 1024);
    }

    @Test
    void killsWithAllChildrenWhatTakesTooLong(@TempDir Path folder) throws Exception {
        Path pid = folder.resolve("pid");

        assertThatExceptionOfType(HostException.class)
                .isThrownBy(() -> commands.run(
                        Duration.ofMillis(500),
                        List.of("sh", "-c", "echo begun; sleep 1000 & echo $! > \"$1\"; wait", "sh", pid.toString())))
                .satisfies(failure -> assertThat(failure.errno()).isEqualTo(Errno.ETIMEDOUT))
                .withMessageContaining("begun");

        long child = Long.parseLong(Files.readString(pid).strip());
        ProcessHandle.of(child).ifPresent(handle -> handle.onExit().join());
        assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void doesNotWaitForAGrandchildThatKeepsTheOutputOpen() {
        Commands.Result result = shell("echo done; sleep 20 & exit 0");

        assertThat(result.exitCode()).isZero();
        assertThat(result.output()).startsWith("done\n");
    }

    @Test
    void stopsWhenItsCallerIsInterrupted() throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller = Thread.ofPlatform()
                .uncaughtExceptionHandler((thread, failure) -> thrown.set(failure))
                .start(() -> commands.run(LONG, List.of("sleep", "1000")));

        caller.interrupt();
        caller.join();

        assertThat(thrown.get())
                .isInstanceOfSatisfying(
                        HostException.class,
                        failure -> assertThat(failure.errno()).isEqualTo(Errno.EINTR));
    }

    @Test
    void saysWhatIsNotInstalledOrMayNotRun(@TempDir Path folder) throws IOException {
        Path text = Files.createFile(folder.resolve("text"));

        assertThatExceptionOfType(HostException.class)
                .isThrownBy(() -> commands.run(LONG, List.of("no-such-program-zonal")))
                .satisfies(failure -> assertThat(failure.errno()).isEqualTo(Errno.ENOENT));
        assertThatExceptionOfType(HostException.class)
                .isThrownBy(() -> commands.run(LONG, List.of(text.toString())))
                .satisfies(failure -> assertThat(failure.errno()).isEqualTo(Errno.ENOENT));
        assertThat(commands.isInstalled("sh")).isTrue();
        assertThat(commands.isInstalled("no-such-program-zonal")).isFalse();
        assertThat(new ProcessCommands("").isInstalled("sh"))
                .as("also without a PATH")
                .isTrue();
    }

    @Test
    void saysWhyTheKernelRefusedToStartIt(@TempDir Path folder) throws IOException {
        Path broken = Files.writeString(folder.resolve("broken"), "#!/no/such/interpreter");
        assertThat(broken.toFile().setExecutable(true)).isTrue();

        assertThatExceptionOfType(HostException.class)
                .isThrownBy(() -> commands.run(LONG, List.of(broken.toString())))
                .satisfies(failure -> assertThat(failure.errno()).isEqualTo(Errno.ENOENT))
                .withMessageContaining("Exec failed");
    }
}
