package dev.zonal.csi.cli.demo;

import dev.zonal.csi.host.BackgroundProgram;
import dev.zonal.csi.host.Commands;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A server of {@code zonal} as a process of its own, started as this one was; it ends with this one, however that ends. */
final class ServeProcess {
    private static final String GUARD = "setpriv";

    private ServeProcess() {}

    /**
     * @param arguments what stands behind {@code zonal}
     * @param log where all that it says goes
     */
    static BackgroundProgram start(Commands programs, List<String> arguments, Path log) {
        List<String> command = new ArrayList<>();
        if (programs.isInstalled(GUARD)) {
            command.addAll(List.of(GUARD, "--pdeathsig", "KILL"));
        }
        command.addAll(program());
        command.addAll(arguments);
        // What is set for a driver of this machine is none of the demo's business.
        return BackgroundProgram.start(command, name -> !name.startsWith("ZONAL_"), log);
    }

    /** The JVM, its options and the program, as on the command line of this process. */
    private static List<String> program() {
        ProcessHandle.Info self = ProcessHandle.current().info();
        List<String> arguments = List.of(self.arguments().orElse(new String[0]));
        int jar = arguments.indexOf("-jar");
        if (jar < 0 || self.command().isEmpty()) {
            throw new DemoFailure(DemoFailure.UNFIT, "run this by ./zonal, or with java -jar");
        }
        List<String> program = new ArrayList<>(List.of(self.command().get()));
        program.addAll(arguments.subList(0, jar + 2));
        return program;
    }
}
