package dev.zonal.csi.driver;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.zonal.csi.client.CallFailed;
import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.config.Endpoint;
import dev.zonal.csi.v1.ListVolumesRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The packaged program, serving on a real socket over a real pool in a folder of its own below {@code target}: what
 * users run, started as they start it.
 */
public final class RealDriver implements AutoCloseable {
    /** A start takes a fraction of a second; on a machine that is busy with other things its disk may stand for half a minute. */
    private static final Duration START = Duration.ofMinutes(2);

    private static final String USUAL_NODE = "n1";
    private static final String USUAL_SIZE = "100Gi";
    private static final Duration STOP = Duration.ofMinutes(2);

    private final Path folder;
    private final List<String> arguments;
    private final Map<String, String> variables;
    private Confinement confinement = Confinement.NONE;
    private Process process;

    /** What a driver is killed together with: everything that it started and that is in there too. */
    public enum Confinement {
        NONE,
        /** A process group of its own, as a shell or an init gives it. */
        GROUP("setsid"),
        /** A pid namespace of its own, as a container has it: nobody survives. */
        NAMESPACE("unshare", "--pid", "--fork", "--kill-child");

        private final List<String> wrapper;

        Confinement(String... wrapper) {
            this.wrapper = List.of(wrapper);
        }
    }

    private RealDriver(Path folder, List<String> further) throws Exception {
        this(folder, further, Map.of());
    }

    private RealDriver(Path folder, List<String> further, Map<String, String> variables) throws Exception {
        this.folder = folder;
        this.variables = variables;
        this.arguments = new ArrayList<>(List.of(
                "--endpoint",
                "unix://" + folder.resolve("csi.sock"),
                "--run-dir",
                folder.resolve("run").toString()));
        this.arguments.addAll(further);
        this.process = launch(RealDriver::serves);
    }

    private static RealDriver overPool(String node, Path folder, Path pool, String size, List<String> further)
            throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "--node-id",
                node,
                "--topology",
                "zone=a,rack=" + node.replace('n', 'r'),
                "--pool",
                pool.toString(),
                "--pool-size",
                size,
                // Larger than the disk of the machine that tests it, and never full.
                "--pool-sparse",
                "default"));
        arguments.addAll(further);
        return new RealDriver(folder, arguments);
    }

    /** A driver over a cloud: in this process, in the folder of the driver, or the one that the arguments name. */
    public static RealDriver overCloud(String... further) throws Exception {
        Path folder = freshFolder();
        List<String> arguments = new ArrayList<>(List.of("--backend", "cloud"));
        arguments.addAll(List.of(further));
        if (!arguments.contains("--cloud")) {
            arguments.addAll(List.of("--cloud-folder", folder.resolve("cloud").toString()));
        }
        return new RealDriver(folder, arguments);
    }

    /** A driver with a pool of 100 GiB in a sparse file, and further arguments of {@code zonal serve}. */
    public static RealDriver start(String... further) throws Exception {
        return ofSize(USUAL_SIZE, further);
    }

    /** The same with a pool of another size. */
    public static RealDriver ofSize(String size, String... further) throws Exception {
        return on(USUAL_NODE, size, further);
    }

    /** A driver without a pool, with these environment variables. */
    public static RealDriver with(Map<String, String> variables, String... further) throws Exception {
        Path folder = freshFolder();
        return new RealDriver(folder, List.of(further), variables);
    }

    /** The same on the node of that name. */
    static RealDriver of(String node, String... further) throws Exception {
        return on(node, USUAL_SIZE, further);
    }

    private static RealDriver on(String node, String size, String... further) throws Exception {
        Path folder = freshFolder();
        return overPool(node, folder, folder.resolve("pool.img"), size, List.of(further));
    }

    /** A driver over that file, made where it is missing. */
    public static RealDriver over(Path pool, String... further) throws Exception {
        return overPool(USUAL_NODE, freshFolder(), pool, USUAL_SIZE, List.of(further));
    }

    /** An address of this host that is free. */
    public static String freeAddress() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }

    private static Path freshFolder() throws IOException {
        Path target = Files.createDirectories(Path.of("target", "it").toAbsolutePath());
        return Files.createTempDirectory(target, "d");
    }

    private Process launch(Predicate<CsiClient> ready) throws Exception {
        List<String> command = new ArrayList<>(confinement.wrapper);
        command.addAll(List.of(Path.of("zonal").toAbsolutePath().toString(), "serve"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().putAll(variables);
        Process started = builder.start();
        awaitReady(started, ready);
        return started;
    }

    private void awaitReady(Process started, Predicate<CsiClient> ready) throws Exception {
        long end = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < end) {
            if (!started.isAlive()) {
                throw new IllegalStateException("the driver did not start:\n" + Files.readString(log()));
            }
            if (listens() && answers(ready)) {
                return;
            }
            Thread.sleep(1);
        }
        started.destroyForcibly();
        throw new TimeoutException("the driver did not answer within " + START + ":\n" + Files.readString(log()));
    }

    /** The socket of one that was killed is still there; a client of its own for every look would be dear. */
    private boolean listens() {
        try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private boolean answers(Predicate<CsiClient> ready) {
        try (CsiClient client = client()) {
            return ready.test(client);
        } catch (RuntimeException notYet) {
            return false;
        }
    }

    private static boolean probes(CsiClient client) {
        return client.identity().probe().getReady().getValue();
    }

    private static boolean serves(CsiClient client) {
        return probes(client) && poolsAreOpen(client);
    }

    /** The socket answers before the records of a pool are read; what asks for its objects is UNAVAILABLE until then. */
    private static boolean poolsAreOpen(CsiClient client) {
        try {
            client.controller()
                    .listVolumes(
                            ListVolumesRequest.newBuilder().setMaxEntries(1).build());
            return true;
        } catch (CallFailed failed) {
            return !failed.codeName().equals("UNAVAILABLE");
        }
    }

    public Path folder() {
        return folder;
    }

    public Path socket() {
        return folder.resolve("csi.sock");
    }

    public Path log() {
        return folder.resolve("driver.log");
    }

    public long pid() {
        return driver().pid();
    }

    /** The process of the driver itself, also where another one is its parent. */
    private ProcessHandle driver() {
        return confinement == Confinement.NAMESPACE
                ? process.children().findFirst().orElse(process.toHandle())
                : process.toHandle();
    }

    public CsiClient client() {
        return CsiClient.connect(new Endpoint(socket()), Duration.ofMinutes(1));
    }

    /** Asks the driver to stop, as an orchestrator does, and returns its exit code. */
    public int terminate() throws Exception {
        driver().destroy();
        if (!process.waitFor(STOP.toSeconds(), SECONDS)) {
            process.destroyForcibly();
            throw new TimeoutException("the driver did not stop within " + STOP);
        }
        return process.exitValue();
    }

    /** It goes on to exist and does nothing, until {@link #goOn}: what it had on its way stays on its way. */
    public void stop() throws Exception {
        HostTraces.output("kill", "-STOP", Long.toString(pid()));
    }

    /** It goes on where it was stopped; one that wasn't does not notice. */
    public void goOn() throws Exception {
        HostTraces.output("kill", "-CONT", Long.toString(pid()));
    }

    /** Ends the driver in the middle of whatever it does, with all that it is confined with. */
    public void kill() throws Exception {
        List<ProcessHandle> confined =
                confinement == Confinement.NAMESPACE ? process.descendants().toList() : List.of();
        switch (confinement) {
            case NONE, NAMESPACE -> process.destroyForcibly();
            case GROUP -> HostTraces.output("kill", "-KILL", "--", "-" + process.pid());
        }
        process.waitFor();
        for (ProcessHandle one : confined) {
            one.onExit().get(STOP.toSeconds(), SECONDS);
        }
    }

    /** Starts it again after {@link #terminate} or {@link #kill}, over the same pool and socket. */
    public void restart() throws Exception {
        process = launch(RealDriver::serves);
    }

    /** The same, without a wait for what its pools hold to be read. */
    public void restartToProbe() throws Exception {
        process = launch(RealDriver::probes);
    }

    /** As {@link #restart()}, confined so from now on. */
    public void restart(Confinement from) throws Exception {
        confinement = from;
        restart();
    }

    /** Stops it, takes away whatever a failed test left mounted or attached below its folder, and the folder. */
    @Override
    public void close() throws Exception {
        if (process.isAlive()) {
            terminate();
        }
        HostTraces.takeAway(folder);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException stillUsed) {
            throw new IllegalStateException("something still holds " + folder, stillUsed);
        }
    }
}
