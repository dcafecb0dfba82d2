package dev.zonal.csi.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a test has on this host below a folder: mounts, and loop devices over its files. */
public final class HostTraces {
    private HostTraces() {}

    /** Mounts whose target is below the folder, innermost last. */
    public static List<String> mountsBelow(Path folder) throws IOException {
        return mountinfo()
                .map(line -> line.split(" ", -1)[4])
                .filter(target -> target.startsWith(folder + "/"))
                .toList();
    }

    /** Loop devices over files below the folder, as {@code /dev/loopN}; files in a pool's own mount included. */
    public static List<String> loopsBelow(Path folder) throws Exception {
        return loops(folder).map(fields -> fields[0]).toList();
    }

    /**
     * The files below the folder that are behind loop devices, one for each device. One that was detached and goes with
     * its last user does not count: somebody else's mount namespace, as a container's, has a copy of our mount.
     */
    public static List<String> backingFilesBelow(Path folder) throws Exception {
        return loops(folder)
                .filter(fields -> fields[1].equals("0"))
                .map(fields -> fields[2])
                .toList();
    }

    /** The name, whether it goes with its last user, and the file of each. */
    private static Stream<String[]> loops(Path folder) throws Exception {
        return output("losetup", "--list", "--noheadings", "--raw", "--output", "NAME,AUTOCLEAR,BACK-FILE")
                .lines()
                .map(line -> line.split(" ", 3))
                .filter(fields -> fields.length == 3 && fields[2].startsWith(folder + "/"));
    }

    /** Unmounts and detaches until nothing is left, whoever left it. */
    public static void takeAway(Path folder) throws Exception {
        for (int round = 0; round < 50; round++) {
            List<String> mounts = mountsBelow(folder);
            List<String> loops = loopsBelow(folder);
            if (mounts.isEmpty() && loops.isEmpty()) {
                return;
            }
            for (String mount : mounts.reversed()) {
                run("umount", mount);
            }
            for (String loop : loops) {
                run("losetup", "--detach", loop);
            }
            // What somebody else's mount namespace has a copy of goes when that does.
            Thread.sleep(100);
        }
    }

    /** Runs a program and returns what it printed; anything but exit code 0 is an error. */
    public static String output(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + printed);
        }
        return printed;
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        process.waitFor();
    }

    private static Stream<String> mountinfo() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mountinfo"), StandardCharsets.UTF_8).stream();
    }
}
