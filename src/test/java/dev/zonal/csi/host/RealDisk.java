package dev.zonal.csi.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A filesystem with reflinks on a sparse file under {@code target}, made with the distribution's own tools so that it
 * does not depend on what is tested.
 *
 * @param folder holds the file, where it is mounted, and the mountpoints of who uses it
 * @param loop the device over the file
 */
public record RealDisk(Path folder, String loop) implements AutoCloseable {
    public static final List<String> XFS = List.of("mkfs.xfs", "-q", "-K", "-m", "reflink=1");
    public static final List<String> BTRFS = List.of("mkfs.btrfs", "-q", "-K");

    /** How the names of mountpoints in the folder begin. */
    static final String MOUNTPOINT = "mnt-";

    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final Commands COMMANDS = new ProcessCommands();

    /**
     * @param mkfs the command, all but the device
     * @param size as truncate(1) takes it
     */
    public static RealDisk make(List<String> mkfs, String size) throws IOException {
        Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
        Path folder = Files.createTempDirectory(target, "real-pool-");
        Path image = folder.resolve("pool.img");
        run("truncate", "-s", size, image.toString());
        String loop = run("losetup", "--find", "--show", "--sector-size", "4096", "--direct-io=on", image.toString());
        RealDisk disk = new RealDisk(folder, loop);
        run(Stream.concat(mkfs.stream(), Stream.of(loop)).toArray(String[]::new));
        Files.createDirectory(disk.path());
        run("mount", loop, disk.path().toString());
        return disk;
    }

    /** The root of the filesystem. */
    public Path path() {
        return folder.resolve("pool");
    }

    /** Runs a program; anything but exit code 0 is a failure. */
    public static String run(String... command) {
        Commands.Result result = COMMANDS.run(TIMEOUT, List.of(command));
        if (result.exitCode() != 0) {
            throw new AssertionError(String.join(" ", command) + ": " + result);
        }
        return result.output().strip();
    }

    /** Takes away what stands over the files in it and at the mountpoints. */
    public void clean() throws IOException {
        for (int round = 0; round < 10 && cleanOnce(); round++) {
            // A mount that is gone makes its loop device free to go, and stacked mounts come off one at a time.
        }
    }

    /** Whether anything was found. */
    private boolean cleanOnce() throws IOException {
        Set<String> devices = new HashSet<>();
        for (String line : run("losetup", "--list", "--noheadings", "--raw", "--output", "NAME,BACK-FILE")
                .lines()
                .toList()) {
            String[] fields = line.split(" ", 2);
            if (fields.length == 2 && fields[1].startsWith(folder + "/") && !fields[0].equals(loop)) {
                devices.add(fields[0]);
            }
        }
        List<String> targets = Files.readAllLines(Path.of("/proc/self/mountinfo"), StandardCharsets.UTF_8).stream()
                .map(line -> line.split(" ", -1)[4].replace("\\040", " "))
                .filter(target -> target.startsWith(folder + "/" + MOUNTPOINT))
                .toList();
        targets.reversed().forEach(target -> COMMANDS.run(TIMEOUT, List.of("umount", target)));
        devices.forEach(device -> COMMANDS.run(TIMEOUT, List.of("losetup", "--detach", device)));
        return !devices.isEmpty() || !targets.isEmpty();
    }

    @Override
    public void close() throws IOException {
        clean();
        // A device that is on its way out, because somebody else's mount namespace had a copy, holds its file for a
        // while.
        for (int round = 0; round < 100 && unmountFailed(); round++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        COMMANDS.run(TIMEOUT, List.of("losetup", "--detach", loop));
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private boolean unmountFailed() {
        return COMMANDS.run(TIMEOUT, List.of("umount", path().toString())).exitCode() != 0;
    }
}
