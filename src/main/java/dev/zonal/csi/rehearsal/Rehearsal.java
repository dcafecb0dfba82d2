package dev.zonal.csi.rehearsal;

import dev.zonal.csi.Driver;
import dev.zonal.csi.Main;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.ProcessCommands;
import dev.zonal.csi.host.linux.LinuxHost;
import dev.zonal.csi.model.StorageException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The training run for the JVM's start-up cache ({@code -XX:AOTCacheOutput}): what is loaded and linked here need not be
 * by the starts to come. It starts the driver as {@code zonal serve} does and has it called by commands of {@code zonal}
 * in processes of their own. Whatever a training run loads, every start loads: so it is no more than what every driver
 * comes to soon.
 */
public final class Rehearsal {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Of the pool in an image; what is not written takes no space. */
    private static final String IMAGE_SIZE = "512Mi";

    private final ProcessCommands programs = new ProcessCommands();
    private final Path folder;

    private Rehearsal(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("zonal-rehearsal");
        try {
            new Rehearsal(folder).play();
        } finally {
            remove(folder);
        }
    }

    private void play() throws IOException {
        Path pool = Files.createDirectory(folder.resolve("pool"));
        serve(
                pool,
                List.of("probe"),
                List.of("volume", "create", "everyday", "--size", "64Mi"),
                List.of("snapshot", "create", "everyday", "--volume", "everyday"));
        // This start finds what the first one left.
        serve(pool, List.of("volume", "delete", "everyday"));
        // Whoever may not mount goes through less, and starts a pool in an image a little later.
        serve(folder.resolve("pool.img"));
    }

    @SafeVarargs
    private void serve(Path pool, List<String>... commands) {
        try {
            Driver driver = Driver.start(arguments(pool), configuration -> host(), OutputStream.nullOutputStream());
            try {
                for (List<String> command : commands) {
                    call(command);
                }
            } finally {
                driver.stop();
            }
        } catch (StorageException | HostException refused) {
            // What was gone through until then is worth keeping, also on a disk that has no space left for a pool.
        }
    }

    private List<String> arguments(Path pool) {
        return List.of(
                "--endpoint",
                folder.resolve("csi.sock").toString(),
                "--run-dir",
                folder.resolve("run").toString(),
                "--http",
                "127.0.0.1:0",
                "--node-id",
                "rehearsal",
                "--topology",
                "zone=a",
                "--pool",
                pool.toString(),
                "--pool-size",
                IMAGE_SIZE,
                "--pool-sparse",
                "default");
    }

    private Host host() {
        Host host = LinuxHost.of(programs);
        return new Host(StandInClones.over(host.files()), host.loops(), host.mounts(), host.filesystems());
    }

    private void call(List<String> command) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        line.addAll(command);
        line.addAll(List.of("--endpoint", folder.resolve("csi.sock").toString()));
        programs.run(PATIENCE, line);
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
