package dev.zonal.csi.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The host's loop devices (loop(4)). They are known by the file behind them, (device, inode) as the kernel says, never
 * by a path: paths lie after a rename, in another mount namespace, in a container.
 */
public interface LoopDevices {
    /**
     * Puts a device over the file, in one LOOP_CONFIGURE: direct I/O, and sectors of 4096 bytes from the first attach
     * on (over a reflinked file on XFS the kernel takes 4096 anyway, and a filesystem made with 512 would then not
     * mount any more). A number that another process took first is tried again with the next. Where the file's
     * filesystem can't do direct I/O the kernel goes through the page cache instead.
     *
     * <p>A device that stands over the file with that write permission already is answered instead of a second one,
     * which would corrupt it, and made as long as the file is now; one that was detached while in use is revived.
     */
    LoopDevice attach(Path file, boolean readOnly);

    /**
     * The device over that file with that write permission, where there is one; asks the kernel before it answers. One
     * that was detached and only waits for its last user is not answered.
     */
    Optional<LoopDevice> find(FileIdentity backing, boolean readOnly);

    /** What stands behind the device now, also where it is about to go with its last user; empty where no file does. */
    Optional<LoopDevice> find(Path device);

    /**
     * Takes the device away (LOOP_CLR_FD). One that is still open or mounted goes when its last user does: the kernel
     * keeps it until then. A device that is gone already, or stands over another file by now, is left alone.
     */
    void detach(LoopDevice device);

    /**
     * Takes the device away in the same manner, by the name of its file alone: also where the disk on which the file
     * lies is dead. One over another file by now is left alone.
     */
    void detach(LoopFile file);

    /** What is behind the device; empty where it is no loop device, or has no file by now. */
    Optional<LoopFile> behind(Path device);

    /** The same of every device of the host that has a file behind it. */
    List<LoopFile> files();

    /** Makes the device as long as its file is now (LOOP_SET_CAPACITY), while in use. */
    void refreshSize(LoopDevice device);

    /** Every device of the host that has a file behind it: a scan, for start and diagnosis, not for a request. */
    List<LoopDevice> all();

    /** The same, with what the kernel tells of the files: for the search for what an accident left. */
    List<LoopBacking> backings();
}
