package dev.zonal.csi.driver;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.zonal.csi.cloud.CloudControl;
import dev.zonal.csi.cloud.wire.CloudConnection;
import dev.zonal.csi.config.Endpoint;
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
import java.util.function.Function;
import java.util.stream.Stream;

/** The packaged program as a cloud of its own, serving on a real socket in a folder of its own below {@code target}. */
public final class RealCloud implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path folder;
    private final List<String> command;
    private Process process;

    private RealCloud(Path folder, List<String> command) throws Exception {
        this.folder = folder;
        this.command = command;
        this.process = launch();
    }

    /**
     * @param config describes it
     * @param further arguments of {@code zonal cloud serve}
     */
    public static RealCloud start(Path config, String... further) throws Exception {
        Path target = Files.createDirectories(Path.of("target", "it").toAbsolutePath());
        Path folder = Files.createTempDirectory(target, "c");
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
        return new RealCloud(folder, command);
    }

    private Process launch() throws Exception {
        Process started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!listens()) {
            if (!started.isAlive() || System.nanoTime() > end) {
                started.destroyForcibly();
                throw new IllegalStateException("the cloud did not start:\n" + Files.readString(log()));
            }
            Thread.sleep(1);
        }
        return started;
    }

    /** Ends it in the middle of whatever it does. */
    public void kill() throws Exception {
        process.destroyForcibly().waitFor();
    }

    /** Starts it again after {@link #kill}, over the same folder and socket. */
    public void restart() throws Exception {
        process = launch();
    }

    /** What is done to it from outside of its API. */
    public <T> T controlled(Function<CloudControl, T> work) {
        try (CloudConnection connection = CloudConnection.to(new Endpoint(socket()), PATIENCE)) {
            return work.apply(connection.control());
        }
    }

    public Path log() {
        return folder.resolve("cloud.log");
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
