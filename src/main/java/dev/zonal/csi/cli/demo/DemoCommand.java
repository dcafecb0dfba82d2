package dev.zonal.csi.cli.demo;

import dev.zonal.csi.cli.output.OutputOption;
import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.host.Commands;
import dev.zonal.csi.host.Host;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code zonal demo}. */
@Command(
        name = "demo",
        description = {
            "Tell the whole story of the driver on real disks: topology, a snapshot, a mistake, the restore, a clone.",
            "It makes what it needs and leaves nothing behind. It ends with 0 only if everything was as promised."
        },
        footer = {"", "Example:", "  zonal demo --pool /srv/fast", "  zonal demo --backend cloud"})
public final class DemoCommand implements Callable<Integer> {
    private static final Path LOOP_CONTROL = Path.of("/dev/loop-control");

    /** What the volumes of a story are made of. */
    private enum Stage {
        LOCAL,
        CLOUD
    }

    private final Supplier<Host> host;
    private final Commands commands;
    private final DriverLauncher launcher;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--pool",
            paramLabel = "PATH",
            description = "Where its pool is made: in a folder on a filesystem with reflinks, or as a file that does "
                    + "not exist yet (default: a sparse file in the work folder).")
    private Optional<Path> pool = Optional.empty();

    @Option(
            names = "--fleet",
            description = "Tell the story of many nodes instead: three agents and two controllers, each a process of "
                    + "its own; a restore lands by its data, a node and a controller go away.")
    private boolean fleet;

    @Option(
            names = "--backend",
            paramLabel = "local|cloud",
            defaultValue = "local",
            description =
                    "On what the story plays: local for pools of this machine (the default), cloud for a simulated "
                            + "cloud of three zones, in which an instance and a zone go away.")
    private Stage backend;

    @Option(names = "--no-install", description = "Only say which Debian packages are missing, and end.")
    private boolean noInstall;

    @Option(names = "--work", hidden = true, paramLabel = "PATH", defaultValue = "${sys:zonal.work:-.work}")
    private Path work;

    @Mixin
    private OutputOption output;

    /**
     * @param host opened only when the demo begins
     */
    public DemoCommand(Supplier<Host> host, Commands commands, DriverLauncher launcher) {
        this.host = host;
        this.commands = commands;
        this.launcher = launcher;
    }

    @Override
    public Integer call() {
        Ansi ansi = spec.commandLine().getColorScheme().ansi();
        boolean forPeople = output.format() == OutputOption.Format.TABLE;
        PrintWriter out = spec.commandLine().getOut();
        Narrator narrator = new Narrator(forPeople ? out : new PrintWriter(Writer.nullWriter()), ansi);
        // Held until the last word is out: a signal ends the JVM when this is closed.
        try (Interruption interruption = Interruption.begin()) {
            Shown shown = performed(narrator, interruption).shown();
            out.print(shown.as(output.format(), ansi));
            out.flush();
            return shown.exitCode();
        }
    }

    private DemoOutcome performed(Narrator narrator, Interruption interruption) {
        long start = System.nanoTime();
        Optional<RuntimeException> failure = Optional.empty();
        try {
            perform(narrator, interruption);
        } catch (RuntimeException why) {
            failure = Optional.of(why);
        }
        return new DemoOutcome(narrator, failure, interruption.happened(), Duration.ofNanos(System.nanoTime() - start));
    }

    private void perform(Narrator narrator, Interruption interruption) {
        demandOneStory();
        demandFit();
        Host opened = host.get();
        try (Premises premises = Premises.take(opened, work)) {
            Performance performance = new Performance(narrator, interruption);
            new Demo(performance).stage(play(opened, performance), premises, pool);
        }
    }

    private void demandOneStory() {
        if (fleet && pool.isPresent()) {
            throw new DemoFailure(DemoFailure.UNFIT, "--fleet makes a pool for each node by itself; leave --pool out");
        }
        if (backend == Stage.CLOUD && (fleet || pool.isPresent())) {
            throw new DemoFailure(
                    DemoFailure.UNFIT, "--backend cloud tells of disks of a cloud; leave --fleet and --pool out");
        }
    }

    private Demo.Play play(Host opened, Performance performance) {
        return switch (backend) {
            case CLOUD -> new ThreeZones(opened, commands, performance);
            case LOCAL ->
                fleet ? new ManyNodes(opened, commands, performance) : new OneNode(opened, launcher, performance);
        };
    }

    /** Installs what is missing, if it may, and says so on standard error, where no document is. */
    private void demandFit() {
        if (!Files.isWritable(LOOP_CONTROL)) {
            throw new DemoFailure(
                    DemoFailure.UNFIT, "run this as root, on a Linux host with loop devices (" + LOOP_CONTROL + ")");
        }
        Packages packages = new Packages(commands);
        boolean makesPool =
                backend == Stage.LOCAL && pool.filter(Files::isDirectory).isEmpty();
        Map<String, String> missing = packages.missing(makesPool);
        if (missing.isEmpty()) {
            return;
        }
        if (noInstall) {
            throw new DemoFailure(
                    DemoFailure.UNFIT,
                    "missing: " + String.join(", ", missing.keySet()) + "; run apt-get install "
                            + String.join(" ", new LinkedHashSet<>(missing.values()))
                            + ", or this without --no-install");
        }
        PrintWriter err = spec.commandLine().getErr();
        packages.install(missing, sentence -> {
            err.println(sentence);
            err.flush();
        });
    }
}
