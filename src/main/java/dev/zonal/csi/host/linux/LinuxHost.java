package dev.zonal.csi.host.linux;

import dev.zonal.csi.host.Commands;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.Filesystems;
import dev.zonal.csi.host.LoopDevices;
import dev.zonal.csi.host.Mounts;
import dev.zonal.csi.host.Watchdogs;

/** This host behind the ports. */
public final class LinuxHost {
    private LinuxHost() {}

    public static FileTree fileTree() {
        return new LinuxFileTree();
    }

    /** Looks over all loop devices of the host once; one object should serve the whole process. */
    public static LoopDevices loopDevices() {
        return new LinuxLoopDevices();
    }

    public static Mounts mounts() {
        return new LinuxMounts();
    }

    public static Filesystems filesystems(Commands commands, Watchdogs watchdogs) {
        return new LinuxFilesystems(new FilesystemTools(commands), watchdogs);
    }
}
