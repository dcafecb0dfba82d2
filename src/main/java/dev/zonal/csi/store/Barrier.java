package dev.zonal.csi.store;

import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.Filesystems;
import dev.zonal.csi.host.HostException;
import java.nio.file.Path;
import java.util.List;

/**
 * How the files of a new object are made durable before it is renamed to its name: one by one, or with the whole filesystem.
 */
public interface Barrier {
    /**
     * All of it is durable when this returns: the names in the directory, and the content and size of each file.
     *
     * @param files the names of all files in it, one with fresh content first: on most filesystems its sync takes the
     *     journal along, and the others find nothing left to write
     */
    void pass(Path directory, List<String> files);

    /** Each file for itself, so that what others write to the same filesystem is not waited for. */
    static Barrier ofFiles(FileTree tree) {
        return (directory, files) -> {
            for (String file : files) {
                tree.sync(directory.resolve(file));
            }
            tree.sync(directory);
        };
    }

    /**
     * The whole filesystem in one call, for one that holds nothing but a pool: many callers then share what one of them
     * brings to the disk. Where that fails, perhaps for the sake of what is not ours, each file has to prove itself.
     */
    static Barrier ofFilesystem(Filesystems filesystems, FileTree tree) {
        Barrier ofFiles = ofFiles(tree);
        return (directory, files) -> {
            try {
                filesystems.sync(directory);
            } catch (HostException failed) {
                ofFiles.pass(directory, files);
            }
        };
    }
}
