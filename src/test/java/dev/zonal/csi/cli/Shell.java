package dev.zonal.csi.cli;

import dev.zonal.csi.host.ProcessCommands;
import dev.zonal.csi.host.linux.LinuxHost;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Types commands as a person does, and keeps what comes back. */
final class Shell {
    private final MemoryDriver driver;

    Shell(MemoryDriver driver) {
        this.driver = driver;
    }

    record Answer(int exitCode, String out, String err) {}

    @Command(name = "zonal")
    private static final class Root {}

    /** Runs a line against the driver; words are separated by single spaces. */
    Answer type(String line) {
        return run(Stream.concat(
                        Arrays.stream(line.split(" ")),
                        Stream.of("--endpoint", driver.endpoint().toString()))
                .toArray(String[]::new));
    }

    static CommandLine root() {
        ProcessCommands commands = new ProcessCommands();
        return Subcommands.addTo(new CommandLine(new Root()), commands, () -> LinuxHost.of(commands), (_, _) -> {
            throw new IllegalStateException("this test starts no driver");
        });
    }

    static Answer run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine root = root().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return new Answer(root.execute(arguments), out.toString(), err.toString());
    }
}
