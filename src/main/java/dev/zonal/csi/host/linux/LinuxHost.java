package dev.zonal.csi.host.linux;

import dev.zonal.csi.host.Commands;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.Filesystems;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.LoopDevices;
import dev.zonal.csi.host.Mounts;
import dev.zonal.csi.host.Processes;

/** This host behind the ports. */
public final class LinuxHost {
    private LinuxHost() {}

    /** All ports; one for the whole process. Looks over the loop devices of the host once. */
    public static Host of(Commands programs) {
        return new Host(fileTree(), loopDevices(), mounts(), filesystems(programs));
    }

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

    public static Filesystems filesystems(Commands commands) {
        return new LinuxFilesystems(new FilesystemTools(commands));
    }

    public static Processes processes() {
        return new LinuxProcesses();
    }
}
