package dev.zonal.csi.cli.doctor;

import dev.zonal.csi.cli.output.OutputOption;
import dev.zonal.csi.cli.output.Shown;
import dev.zonal.csi.config.Endpoint;
import dev.zonal.csi.host.Commands;
import dev.zonal.csi.host.Host;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code zonal doctor}. */
@Command(
        name = "doctor",
        description = "Look whether this host is fit for the driver, and say what to do where it isn't.",
        footer = {"", "Example:", "  zonal doctor --pool /srv/pool"})
public final class DoctorCommand implements Callable<Integer> {
    private static final int FAILED_PRECONDITION = 9;
    private static final Path TEMPORARY = Path.of("/var/tmp");

    private final Supplier<Host> host;
    private final Commands commands;
    private final KernelFiles kernel;

    @Spec
    private CommandSpec spec;

    @Option(names = "--pool", paramLabel = "PATH", description = "A folder, image or device that is to be a pool.")
    private Optional<Path> pool = Optional.empty();

    @Option(
            names = "--kubelet-dir",
            paramLabel = "PATH",
            defaultValue = "/var/lib/kubelet",
            description = "The kubelet's folder (default ${DEFAULT-VALUE}).")
    private Path kubeletFolder;

    @Option(
            names = {"-e", "--endpoint"},
            paramLabel = "ENDPOINT",
            defaultValue = "${env:CSI_ENDPOINT:-unix:///run/zonal/csi.sock}",
            description = "The socket that the driver is to have, or has (default ${DEFAULT-VALUE}).")
    private Endpoint endpoint;

    @Mixin
    private OutputOption output;

    /**
     * @param host opened only when the doctor is asked
     */
    public DoctorCommand(Supplier<Host> host, Commands commands) {
        this(host, commands, new KernelFiles(Path.of("/proc")));
    }

    DoctorCommand(Supplier<Host> host, Commands commands, KernelFiles kernel) {
        this.host = host;
        this.commands = commands;
        this.kernel = kernel;
    }

    @Override
    public Integer call() {
        List<Finding> findings =
                checks(host.get()).flatMap(check -> check.findings().stream()).toList();
        Shown shown = shown(findings);
        PrintWriter out = spec.commandLine().getOut();
        out.print(shown.as(output.format(), spec.commandLine().getColorScheme().ansi()));
        out.flush();
        return shown.exitCode();
    }

    private Stream<Check> checks(Host host) {
        return Stream.of(
                new KernelCheck(kernel),
                new PrivilegeCheck(kernel),
                new LimitCheck(kernel),
                new LoopCheck(host.files(), host.loops(), TEMPORARY),
                new FilesystemCheck(kernel, commands),
                new CloneCheck(host.files(), pool),
                new PropagationCheck(host.mounts(), kubeletFolder),
                new SocketCheck(endpoint));
    }

    private static Shown shown(List<Finding> findings) {
        boolean fit = findings.stream().noneMatch(finding -> finding.level() == Finding.Level.PROBLEM);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("fit", fit);
        document.put("findings", findings.stream().map(Finding::document).toList());
        List<String> problems = findings.stream()
                .filter(finding -> finding.level() == Finding.Level.PROBLEM)
                .map(Finding::subject)
                .toList();
        return new Shown(document, problems, ansi -> Diagnosis.text(findings, ansi), fit ? 0 : FAILED_PRECONDITION);
    }
}
