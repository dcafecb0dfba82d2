package dev.zonal.csi.cli.demo;

import dev.zonal.csi.host.Commands;
import dev.zonal.csi.host.HostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The Debian packages whose programs the demo needs, by name, and their installation. */
final class Packages {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String INSTALLER = "apt-get";

    private final Commands commands;

    Packages(Commands commands) {
        this.commands = commands;
    }

    /** The missing programs, each with the package that brings it. */
    Map<String, String> missing(boolean makesPool) {
        Map<String, String> needed = new LinkedHashMap<>();
        needed.put("mkfs.ext4", "e2fsprogs");
        needed.put("e2fsck", "e2fsprogs");
        if (makesPool) {
            needed.put("mkfs.xfs", "xfsprogs");
        }
        needed.keySet().removeIf(commands::isInstalled);
        return needed;
    }

    /**
     * @param say told what is being done
     * @throws DemoFailure where it can't be done, with what the person can do
     */
    void install(Map<String, String> missing, Consumer<String> say) {
        Set<String> packages = new LinkedHashSet<>(missing.values());
        String named = String.join(" ", packages);
        if (!commands.isInstalled(INSTALLER)) {
            throw new DemoFailure(
                    DemoFailure.UNFIT,
                    "install what brings " + String.join(", ", missing.keySet()) + " (in Debian: " + named
                            + "); there is no " + INSTALLER + " here to do it");
        }
        say.accept("Installing " + named + " (missing: " + String.join(", ", missing.keySet()) + ") …");
        Commands.Result result = aptGet(packages);
        if (result.exitCode() != 0) {
            say.accept("Getting the lists of packages first …");
            run(List.of(INSTALLER, "-q", "update"));
            result = aptGet(packages);
        }
        Map<String, String> still = new LinkedHashMap<>(missing);
        still.keySet().removeIf(commands::isInstalled);
        if (!still.isEmpty()) {
            throw new DemoFailure(
                    DemoFailure.UNFIT, INSTALLER + " could not install " + named + ": " + lastLine(result.output()));
        }
    }

    private Commands.Result aptGet(Set<String> packages) {
        List<String> command = new ArrayList<>(List.of(
                "env", "DEBIAN_FRONTEND=noninteractive", INSTALLER, "-q", "-y", "--no-install-recommends", "install"));
        command.addAll(packages);
        return run(command);
    }

    private Commands.Result run(List<String> command) {
        try {
            return commands.run(PATIENCE, command);
        } catch (HostException failed) {
            throw new DemoFailure(DemoFailure.UNFIT, String.valueOf(failed.getMessage()));
        }
    }

    private static String lastLine(String output) {
        return output.lines()
                .filter(line -> !line.isBlank())
                .reduce((_, last) -> last)
                .orElse("it said nothing");
    }
}
