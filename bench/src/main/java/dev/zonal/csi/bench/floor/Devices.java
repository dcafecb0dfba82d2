package dev.zonal.csi.bench.floor;

import dev.zonal.csi.host.Commands;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.LoopDevice;
import dev.zonal.csi.host.ProcessCommands;
import dev.zonal.csi.host.linux.LinuxHost;
import dev.zonal.csi.model.FilesystemType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Loop devices and mounts, set up by hand as well as they can be: direct I/O, sectors of 4 KiB, nothing asked twice. */
public final class Devices {
    private static final Duration LONGEST_MKFS = Duration.ofMinutes(1);

    private final ProcessCommands commands = new ProcessCommands();
    private final Host host = LinuxHost.of(commands);
    private final Path folder;
    private final Map<String, LoopDevice> attached = new ConcurrentHashMap<>();

    /** @param folder exists; for the mounts */
    Devices(Path folder) {
        this.folder = folder;
    }

    public Path target(String name) {
        return folder.resolve("floor-pod-" + name);
    }

    private Path staging(String name) {
        return folder.resolve("floor-stage-" + name);
    }

    /** Makes a filesystem in the image, and leaves nothing attached. */
    public void format(Path image, FilesystemType type) {
        LoopDevice device = host.loops().attach(image, false);
        makeFilesystem(device, type);
        host.loops().detach(device);
    }

    /** What an orchestrator does beforehand. */
    public void prepare(String name) {
        host.files().createDirectory(staging(name));
    }

    public void attach(String name, Path image) {
        attached.put(name, host.loops().attach(image, false));
    }

    public void makeFilesystem(String name, FilesystemType type) {
        makeFilesystem(device(name), type);
    }

    /** As a process, with the options that make it quick. */
    private void makeFilesystem(LoopDevice device, FilesystemType type) {
        List<String> command = new ArrayList<>(
                switch (type) {
                    case EXT4 ->
                        List.of(
                                "mkfs.ext4",
                                "-Fq",
                                "-b",
                                "4096",
                                "-m",
                                "0",
                                "-E",
                                "nodiscard,lazy_itable_init=1,lazy_journal_init=1");
                    case XFS -> List.of("mkfs.xfs", "-fqK");
                    case BTRFS -> List.of("mkfs.btrfs", "-fqK");
                });
        command.add(device.path().toString());
        Commands.Result result = commands.run(LONGEST_MKFS, command);
        if (result.exitCode() != 0) {
            throw new IllegalStateException(command + ": " + result.output());
        }
    }

    /** Mounts the filesystem, and shows it at the target. */
    public void mount(String name, FilesystemType type) {
        List<String> options = type == FilesystemType.XFS ? List.of("nouuid") : List.of();
        host.mounts().mount(device(name).path(), staging(name), type.word(), options);
        host.files().createDirectory(target(name));
        host.mounts().bind(staging(name), target(name), false);
    }

    public void unmount(String name) {
        host.mounts().unmount(target(name));
        host.files().deleteDirectory(target(name));
        host.mounts().unmount(staging(name));
        host.loops().detach(device(name));
        attached.remove(name);
    }

    public void forget(String name) {
        host.files().deleteDirectory(staging(name));
    }

    private LoopDevice device(String name) {
        LoopDevice device = attached.get(name);
        if (device == null) {
            throw new IllegalStateException("nothing is attached for " + name);
        }
        return device;
    }
}
