package dev.zonal.csi.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A {@link RealDisk} for a test class. After each test every mount and loop device that stands over something in it is
 * taken away, and at the end all of it, also where tests failed.
 */
public final class RealPool implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private static final String SIZE = "8G";

    private final List<String> mkfs;
    private final AtomicInteger counter = new AtomicInteger();
    private Optional<RealDisk> disk = Optional.empty();

    private RealPool(List<String> mkfs) {
        this.mkfs = mkfs;
    }

    public static RealPool xfs() {
        return new RealPool(RealDisk.XFS);
    }

    public static RealPool btrfs() {
        return new RealPool(RealDisk.BTRFS);
    }

    /** The pool's root. */
    public Path path() {
        return disk().path();
    }

    private RealDisk disk() {
        return disk.orElseThrow();
    }

    /** A fresh path in the pool. */
    public Path fresh(String name) {
        return path().resolve(name + "-" + counter.incrementAndGet());
    }

    /** A fresh directory outside the pool, for mounts. */
    public Path mountpoint() {
        try {
            return Files.createDirectory(disk().folder().resolve(RealDisk.MOUNTPOINT + counter.incrementAndGet()));
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    /** Runs a program; anything but exit code 0 fails the test. */
    public String run(String... command) {
        return RealDisk.run(command);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        disk = Optional.of(RealDisk.make(mkfs, SIZE));
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        disk().clean();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        disk().close();
    }
}
