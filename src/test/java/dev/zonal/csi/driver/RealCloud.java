package dev.zonal.csi.driver;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The packaged program as a cloud of its own, serving on a real socket in a folder of its own below {@code target}. */
public final class RealCloud implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path folder;
    private final Process process;

    private RealCloud(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /**
     * @param config describes it
     * @param further arguments of {@code zonal cloud serve}
     */
    public static RealCloud start(Path config, String... further) throws Exception {
        Path target = Files.createDirectories(Path.of("target", "it").toAbsolutePath());
        Path folder = Files.createTempDirectory(target, "c");
        Path log = folder.resolve("cloud.log");
        List<String> command = new ArrayList<>(List.of(
                Path.of("zonal").toAbsolutePath().toString(),
                "cloud",
                "serve",
                "--config",
                config.toString(),
                "--folder",
                folder.resolve("cloud").toString(),
                "--listen",
                "unix://" + folder.resolve("cloud.sock")));
        command.addAll(List.of(further));
        Process started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        RealCloud cloud = new RealCloud(folder, started);
        cloud.awaitReady(log);
        return cloud;
    }

    private void awaitReady(Path log) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!listens()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                process.destroyForcibly();
                throw new IllegalStateException("the cloud did not start:\n" + Files.readString(log));
            }
            Thread.sleep(1);
        }
    }

    private boolean listens() {
        try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    public Path socket() {
        return folder.resolve("cloud.sock");
    }

    /** Where it keeps its disks. */
    public Path disks() {
        return folder.resolve("cloud");
    }

    /** Stops it, and takes away whatever a failed test left mounted or attached below its folder, and the folder. */
    @Override
    public void close() throws Exception {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), SECONDS)) {
            process.destroyForcibly();
            throw new TimeoutException("the cloud did not stop within " + PATIENCE);
        }
        HostTraces.takeAway(folder);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
