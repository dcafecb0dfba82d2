package dev.zonal.csi.cloud.simulator;

import static java.util.Objects.requireNonNull;

import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.store.Barrier;
import dev.zonal.csi.store.ObjectStore;
import dev.zonal.csi.store.RecordFormat;
import dev.zonal.csi.store.Scratch;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/**
 * Where a simulated cloud keeps everything: {@code disks/}, {@code snapshots/} with their images, {@code instances/}, {@code
 * control/}, and {@code tmp/}; and {@code by-serial/}, where instances find their devices.
 */
final class CloudFolder {
    static final String IMAGE = "disk.img";
    private static final int FORMAT = 1;

    /** Of disks and snapshots, which have tags since the second one. */
    private static final int WITH_TAGS = 2;

    private final Path root;
    private final FileTree files;
    private final Scratch scratch;
    private final FileTree.Lock lock;
    private final ObjectStore<DiskRecord> disks;
    private final ObjectStore<CutRecord> snapshots;
    private final ObjectStore<InstanceRecord> instances;
    private final ObjectStore<ControlRecord> control;

    private CloudFolder(Path root, Host host, FileTree.Lock lock, RandomGenerator random) {
        this.root = root;
        this.files = host.files();
        this.lock = lock;
        this.scratch = new Scratch(files, made("tmp"), random);
        this.disks = store("disks", "disk.json", new RecordFormat<>("disk", WITH_TAGS, DiskRecord.class));
        this.snapshots = store("snapshots", "snapshot.json", new RecordFormat<>("cut", WITH_TAGS, CutRecord.class));
        this.instances =
                store("instances", "instance.json", new RecordFormat<>("instance", FORMAT, InstanceRecord.class));
        this.control = store("control", "control.json", new RecordFormat<>("control", FORMAT, ControlRecord.class));
        files.sync(root);
        scratch.sweep();
    }

    /**
     * Opens the folder, which is made where it is missing.
     *
     * @throws CloudFolderException where another process has it
     */
    static CloudFolder open(Path root, Host host, RandomGenerator random) {
        make(host.files(), root);
        FileTree.Lock lock = host.files()
                .lock(root.resolve("lock"))
                .orElseThrow(() -> new CloudFolderException(
                        "another process has the cloud in " + root + "; stop it or choose another --folder"));
        try {
            return new CloudFolder(root, host, lock, random);
        } catch (RuntimeException | Error failed) {
            lock.close();
            throw failed;
        }
    }

    private Path made(String name) {
        Path directory = root.resolve(name);
        files.createDirectories(directory);
        return directory;
    }

    /** So that its name is durable, and those of the directories above that had to be made. */
    private static void make(FileTree files, Path directory) {
        Path parent = requireNonNull(directory.getParent());
        if (files.status(parent).isEmpty()) {
            make(files, parent);
        }
        files.createDirectories(directory);
        files.sync(parent);
    }

    private <R extends Record> ObjectStore<R> store(String name, String record, RecordFormat<R> format) {
        return new ObjectStore<>(files, scratch, made(name), record, format, Barrier.ofFiles(files));
    }

    ObjectStore<DiskRecord> disks() {
        return disks;
    }

    ObjectStore<CutRecord> snapshots() {
        return snapshots;
    }

    ObjectStore<InstanceRecord> instances() {
        return instances;
    }

    ObjectStore<ControlRecord> control() {
        return control;
    }

    Path diskImage(String id) {
        return disks.path(id).resolve(IMAGE);
    }

    Path snapshotImage(String id) {
        return snapshots.path(id).resolve(IMAGE);
    }

    /** The link by which an instance finds a disk. */
    Path link(String instance, String serial) {
        return links(root, instance).resolve(serial);
    }

    /** Where an instance finds its disks. */
    static Path links(Path root, String instance) {
        return root.resolve("by-serial").resolve(instance);
    }

    void close() {
        lock.close();
    }
}
