package dev.zonal.csi.bench.floor;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.linux.LinuxHost;
import dev.zonal.csi.model.ByteSize;
import java.nio.file.Path;

/**
 * What it takes to keep the promise of an object: a folder with an image and a record, whole under its name or not
 * there, whenever the power goes. Every file is synced before the name is, as POSIX asks for it, whatever one
 * filesystem may do beyond that.
 */
public final class DurableObjects {
    private static final String IMAGE = "disk.img";
    private static final String RECORD = "record.json";
    private static final byte[] CONTENT = "x".repeat(600).getBytes(US_ASCII);

    private final FileTree files = LinuxHost.fileTree();
    private final Path objects;
    private final Path scratch;

    /** @param folder exists, on the filesystem of the pool */
    public DurableObjects(Path folder) {
        this.objects = folder.resolve("objects");
        this.scratch = folder.resolve("tmp");
        files.createDirectory(objects);
        files.createDirectory(scratch);
    }

    public Path image(String name) {
        return objects.resolve(name).resolve(IMAGE);
    }

    /** An object with a sparse image. */
    public void create(String name, ByteSize size) {
        Path draft = draft(name);
        files.createSparse(draft.resolve(IMAGE), size);
        publish(draft, name);
    }

    /** An object whose image shares all extents of another's. */
    public void clone(String source, String name) {
        Path draft = draft(name);
        files.cloneFile(image(source), draft.resolve(IMAGE));
        publish(draft, name);
    }

    private Path draft(String name) {
        Path draft = scratch.resolve(name);
        files.createDirectory(draft);
        return draft;
    }

    private void publish(Path draft, String name) {
        files.createFile(draft.resolve(RECORD), CONTENT);
        files.sync(draft.resolve(IMAGE));
        files.sync(draft.resolve(RECORD));
        files.sync(draft);
        files.rename(draft, objects.resolve(name));
        files.sync(objects);
    }

    /** Gone as a whole by one rename that is synced; what it held goes after that. */
    public void delete(String name) {
        Path grave = scratch.resolve(name);
        files.rename(objects.resolve(name), grave);
        files.sync(objects);
        files.deleteFile(grave.resolve(IMAGE));
        files.deleteFile(grave.resolve(RECORD));
        files.deleteDirectory(grave);
    }
}
