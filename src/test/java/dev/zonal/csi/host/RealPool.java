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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A filesystem with reflinks for a test class, on a sparse file under {@code target}, made with the distribution's own
 * tools so that it does not depend on what is tested. After each test every mount and loop device that stands over
 * something in it is taken away, and at the end all of it, also where tests failed.
 */
public final class RealPool implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final Commands commands = new ProcessCommands();
    private final List<String> mkfs;
    private final AtomicInteger counter = new AtomicInteger();
    private Path folder = Path.of("/nonexistent");
    private String loop = "";

    private RealPool(List<String> mkfs) {
        this.mkfs = mkfs;
    }

    public static RealPool xfs() {
        return new RealPool(List.of("mkfs.xfs", "-q", "-K", "-m", "reflink=1"));
    }

    public static RealPool btrfs() {
        return new RealPool(List.of("mkfs.btrfs", "-q", "-K"));
    }

    /** The pool's root. */
    public Path path() {
        return folder.resolve("pool");
    }

    /** A fresh path in the pool. */
    public Path fresh(String name) {
        return path().resolve(name + "-" + counter.incrementAndGet());
    }

    /** A fresh directory outside the pool, for mounts. */
    public Path mountpoint() {
        try {
            return Files.createDirectory(folder.resolve("mnt-" + counter.incrementAndGet()));
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    /** A filesystem in a file of the pool, as a node's root may be. */
    public Path ext4(String size) {
        Path file = fresh("ext4");
        run("truncate", "--size", size, file.toString());
        run("mkfs.ext4", "-q", file.toString());
        Path mountpoint = mountpoint();
        run("mount", "-o", "loop", file.toString(), mountpoint.toString());
        return mountpoint;
    }

    /** Runs a program; anything but exit code 0 fails the test. */
    public String run(String... command) {
        Commands.Result result = commands.run(TIMEOUT, List.of(command));
        if (result.exitCode() != 0) {
            throw new AssertionError(String.join(" ", command) + ": " + result);
        }
        return result.output().strip();
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
        folder = Files.createTempDirectory(target, "real-pool-");
        Path image = folder.resolve("pool.img");
        run("truncate", "-s", "16G", image.toString());
        loop = run("losetup", "--find", "--show", "--sector-size", "4096", "--direct-io=on", image.toString());
        run(with(mkfs, loop));
        Files.createDirectory(path());
        run("mount", loop, path().toString());
    }

    private static String[] with(List<String> command, String last) {
        String[] all = command.toArray(new String[command.size() + 1]);
        all[command.size()] = last;
        return all;
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        for (int round = 0; round < 10 && cleanOnce(); round++) {
            // A mount that is gone makes its loop device free to go, and stacked mounts come off one at a time.
        }
    }

    /** Takes away what stands over the pool's files and our mountpoints; whether anything was found. */
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
                .filter(target -> target.startsWith(folder + "/mnt-"))
                .toList();
        targets.reversed().forEach(target -> commands.run(TIMEOUT, List.of("umount", target)));
        devices.forEach(device -> commands.run(TIMEOUT, List.of("losetup", "--detach", device)));
        return !devices.isEmpty() || !targets.isEmpty();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        afterEach(context);
        // A device that is on its way out, because somebody else's mount namespace had a copy, holds its file for a
        // while.
        for (int round = 0; round < 100 && unmountFailed(); round++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        commands.run(TIMEOUT, List.of("losetup", "--detach", loop));
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private boolean unmountFailed() {
        return commands.run(TIMEOUT, List.of("umount", path().toString())).exitCode() != 0;
    }
}
