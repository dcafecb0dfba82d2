package dev.zonal.csi.driver.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.driver.RealDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What stands in the pool of a driver, looked at behind its back while it has nothing to do. */
final class PoolFiles {
    private static final Pattern HELD = Pattern.compile("\"heldBytes\":(\\d+)");

    private final Path root;

    private PoolFiles(Path root) {
        this.root = root;
    }

    static PoolFiles of(RealDriver driver) throws IOException {
        try (Stream<Path> pools = Files.list(driver.folder().resolve("run").resolve("pools"))) {
            return new PoolFiles(pools.findFirst().orElseThrow());
        }
    }

    Path root() {
        return root;
    }

    Path image(String id) {
        return root.resolve(id.startsWith("vol-") ? "volumes" : "snapshots")
                .resolve(id)
                .resolve("disk.img");
    }

    /** Every file belongs to what is listed, and to everything that is listed there is every file. */
    void check(Set<String> listed) throws IOException {
        // A look at the disk is a file that comes and goes; it may be under way.
        assertThat(namesIn(root).stream().filter(name -> !name.equals("disk-check")))
                .containsExactlyInAnyOrder("lock", "pool.json", "snapshots", "tmp", "volumes");
        assertThat(namesIn(root.resolve("tmp"))).as("tmp/").isEmpty();
        check("volumes", "volume.json", listed, "vol-");
        check("snapshots", "snapshot.json", listed, "snap-");
    }

    private void check(String folder, String record, Set<String> listed, String prefix) throws IOException {
        Set<String> names = namesIn(root.resolve(folder));
        assertThat(names)
                .as("%s/", folder)
                .isEqualTo(listed.stream().filter(id -> id.startsWith(prefix)).collect(Collectors.toSet()));
        for (String name : names) {
            assertThat(namesIn(root.resolve(folder).resolve(name))).containsExactlyInAnyOrder("disk.img", record);
        }
    }

    /** What the snapshot says that it may come to take. */
    long heldBytes(String snapshotId) {
        try {
            Matcher held = HELD.matcher(Files.readString(
                    root.resolve("snapshots").resolve(snapshotId).resolve("snapshot.json")));
            assertThat(held.find()).as("heldBytes of %s", snapshotId).isTrue();
            return Long.parseLong(held.group(1));
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static Set<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }
}
