package dev.zonal.csi.host.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.host.ProcessCommands;
import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.host.RealPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A filesystem whose driver dies while it is frozen. */
@RealHost
final class FrozenFilesystemIT {
    @RegisterExtension
    static final RealPool POOL = RealPool.xfs();

    /** A process that freezes a filesystem and waits to be killed. */
    static final class Freezer {
        private Freezer() {}

        public static void main(String[] mountpoint) throws InterruptedException {
            ProcessCommands commands = new ProcessCommands();
            try (var freeze = LinuxHost.filesystems(commands, commands).freeze(Path.of(mountpoint[0]))) {
                System.out.println("frozen: " + freeze);
                Thread.sleep(60_000);
            }
        }
    }

    @Test
    void isThawedWhenItsFreezerIsKilled() throws IOException, InterruptedException {
        Path target = Files.createDirectory(POOL.mountpoint().resolveSibling("mnt-it's a $(name)"));
        Path image = POOL.fresh("image");
        POOL.run("truncate", "-s", "64M", image.toString());
        POOL.run("mkfs.ext4", "-q", "-F", image.toString());
        POOL.run("mount", "-o", "loop", image.toString(), target.toString());
        Process freezer = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Freezer.class.getName(),
                        target.toString()))
                .redirectErrorStream(true)
                .start();
        assertThat(freezer.inputReader().readLine()).startsWith("frozen");

        freezer.destroyForcibly().waitFor();

        // The write would wait for ever where nobody thaws it, so it is not this thread that waits.
        Thread writer = Thread.ofPlatform()
                .daemon()
                .start(() -> LinuxHost.fileTree().createFile(target.resolve("written"), new byte[1]));
        writer.join(20_000);
        boolean thawed = !writer.isAlive();
        new ProcessCommands().run(Duration.ofSeconds(20), List.of("fsfreeze", "--unfreeze", target.toString()));
        writer.join();
        assertThat(thawed).isTrue();
        assertThat(target.resolve("written")).exists();
    }
}
