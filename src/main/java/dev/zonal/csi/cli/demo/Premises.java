package dev.zonal.csi.cli.demo;

import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.HostException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The demo's own folder: taken, cleared of what a killed demo left, and removed with everything at the end.
 *
 * <p>A demo that is killed leaves its folder, and in it a note of where its pool was; the next one finds both.
 */
final class Premises implements AutoCloseable {
    private static final String LOCK = "lock";

    private final Host host;
    private final Leftovers leftovers;
    private final Path root;
    private final FileTree.Lock lock;
    private List<Path> folders;

    private Premises(Host host, Path root, FileTree.Lock lock) {
        this.host = host;
        this.leftovers = new Leftovers(host);
        this.root = root;
        this.lock = lock;
        this.folders = List.of(root);
    }

    /**
     * @param work the project's work folder, made where it is missing
     */
    static Premises take(Host host, Path work) {
        Path root;
        try {
            root = Files.createDirectories(work.toAbsolutePath().normalize().resolve("demo"))
                    .toRealPath();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        FileTree.Lock lock = host.files()
                .lock(root.resolve(LOCK))
                .orElseThrow(() -> new DemoFailure(DemoFailure.UNFIT, "another demo is running in " + root));
        return new Premises(host, root, lock);
    }

    /** Takes away what a killed demo left. */
    Leftovers.Swept clear() {
        Workspace earlier = new Workspace(root, notedPool().orElse(root));
        Leftovers.Swept swept = leftovers.release(earlier.all());
        List<Path> rubbish = new ArrayList<>();
        host.files().list(root).stream()
                .filter(name -> !name.equals(LOCK))
                .forEach(name -> rubbish.add(root.resolve(name)));
        if (!earlier.pool().startsWith(root)) {
            rubbish.addFirst(earlier.pool());
        }
        leftovers.remove(rubbish);
        return swept;
    }

    private Optional<Path> notedPool() {
        try {
            return Optional.of(Path.of(Files.readString(note()).strip()));
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    private Path note() {
        return root.resolve("pool.path");
    }

    /** Makes the folders of a demo, and notes where its pool will be before there is one. */
    Workspace furnish(Optional<Path> askedPool) {
        Workspace place = new Workspace(root, PoolPlace.choose(askedPool, root));
        folders = place.all();
        try {
            Files.writeString(note(), place.pool().toString());
            Files.createDirectory(root.resolve("staging"));
            Files.createDirectory(root.resolve("pods"));
            if (PoolPlace.isFolder(place.pool())) {
                Files.createDirectory(place.pool());
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return place;
    }

    /** Takes away what is mounted and attached by now; nothing where the driver left nothing. */
    Leftovers.Swept release() {
        return leftovers.release(folders);
    }

    /** Everything goes, whatever state it is in. */
    @Override
    public void close() {
        // A signal has had its effect; cleaning up has to run to its end.
        var _ = Thread.interrupted();
        try {
            leftovers.release(folders);
            leftovers.remove(folders.reversed());
        } finally {
            lock.close();
        }
        try {
            Path work = root.getParent();
            if (work != null) {
                host.files().deleteDirectory(work);
            }
        } catch (HostException others) {
            // The project keeps more than the demo in it.
        }
    }
}
