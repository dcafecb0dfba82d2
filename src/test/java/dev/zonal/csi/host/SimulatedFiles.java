package dev.zonal.csi.host;

import static java.util.Objects.requireNonNull;

import dev.zonal.csi.model.ByteSize;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Files and directories in memory, durable as far as a sync has promised. */
final class SimulatedFiles implements FileTree {
    /** Stands in a name for bytes that are not UTF-8: no path can hold it, so none leads there. */
    static final char NOT_UTF_8 = '\0';

    private final Faults faults;
    private final Namespace names;

    SimulatedFiles(Faults faults, Namespace names) {
        this.faults = faults;
        this.names = names;
    }

    @Override
    public Optional<FileStatus> status(Path path) {
        faults.call("status " + path);
        return names.find(path).map(Inode::status);
    }

    @Override
    public Path resolved(Path path) {
        faults.call("resolve " + path);
        return names.resolved(path);
    }

    @Override
    public boolean leadsOverLink(Path path) {
        faults.call("follow " + path);
        for (int names = 1; names <= path.getNameCount(); names++) {
            Path part = path.getRoot().resolve(path.subpath(0, names));
            if (this.names
                    .find(part)
                    .filter(inode -> inode.linkTarget.isPresent())
                    .isPresent()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public List<String> list(Path directory) {
        faults.call("list " + directory);
        return directory(directory).entries.keySet().stream()
                .map(name -> name.replace(NOT_UTF_8, '\uFFFD'))
                .toList();
    }

    @Override
    public byte[] read(Path file, int limitBytes) {
        String what = "read " + file;
        faults.call(what);
        FileContent content = file(what, file).content;
        if (content.size() > limitBytes) {
            throw new HostException(what, Errno.EFBIG);
        }
        return content.bytes(0, (int) content.size());
    }

    @Override
    public void createDirectory(Path directory) {
        create("createDirectory " + directory, directory, FileStatus.Kind.DIRECTORY);
    }

    @Override
    public void createFile(Path file, byte[] content) {
        String what = "createFile " + file;
        Inode made = create(what, file, FileStatus.Kind.FILE);
        // In two halves, because a crash may keep either.
        byte[] start = Arrays.copyOf(content, content.length / 2);
        byte[] rest = Arrays.copyOfRange(content, start.length, content.length);
        orUnlink(file, () -> {
            change(made, what + " (first half)", before -> before.written(0, start));
            change(made, what + " (second half)", before -> before.written(start.length, rest));
        });
    }

    @Override
    public void createSparse(Path file, ByteSize size) {
        String what = "createSparse " + file;
        Inode made = create(what, file, FileStatus.Kind.FILE);
        change(made, what + " (size)", before -> before.resized(size.bytes()));
    }

    @Override
    public void createSymbolicLink(Path link, Path target) {
        String what = "createSymbolicLink " + link + " to " + target;
        faults.call(what);
        Inode directory = parent(link);
        refuseExisting(what, link);
        directory.tree.link(directory, name(link), directory.tree.symbolicLink(target));
        faults.effect(what);
    }

    @Override
    public void cloneFile(Path source, Path target) {
        String what = "cloneFile " + source + " to " + target;
        faults.call(what);
        Inode from = file(what, source);
        Inode directory = parent(target);
        refuseUnshareable(what, from, directory);
        refuseExisting(what, target);
        Inode made = directory.tree.inode(FileStatus.Kind.FILE);
        directory.tree.link(directory, name(target), made);
        faults.effect(what);
        FileContent shared = from.content.cloned();
        orUnlink(target, () -> change(made, what + " (content)", before -> shared));
    }

    @Override
    public OptionalLong cloneExtents(Path source, Path target, long fromByte, int extents) {
        String what = "cloneExtents " + source + " to " + target + " from byte " + fromByte;
        faults.call(what);
        Inode from = file(what, source);
        Inode to = file(what, target);
        refuseUnshareable(what, from, to);
        OptionalLong end = from.content.endOfExtents(fromByte, extents);
        end.ifPresent(byteNumber -> {
            FileContent shared = from.content.cloned();
            change(to, what, before -> before.sharing(shared, fromByte, byteNumber));
        });
        return end;
    }

    @Override
    public void completeClone(Path source, Path target) {
        String what = "completeClone " + source + " to " + target;
        faults.call(what);
        Inode from = file(what, source);
        Inode to = file(what, target);
        refuseUnshareable(what, from, to);
        FileContent shared = from.content.cloned();
        change(to, what, before -> shared);
    }

    private static void refuseUnshareable(String what, Inode from, Inode to) {
        if (!from.tree.equals(to.tree)) {
            throw new HostException(what, Errno.EXDEV);
        }
        if (!from.tree.hasReflinks()) {
            throw new HostException(what, Errno.EOPNOTSUPP);
        }
    }

    @Override
    public long extentCount(Path file) {
        String what = "extentCount " + file;
        faults.call(what);
        return file(what, file).content.extents().size();
    }

    @Override
    public void copyOnlyWhatIsWritten(Path fileOrDirectory) {
        String what = "copyOnlyWhatIsWritten " + fileOrDirectory;
        faults.call(what);
        names.at(fileOrDirectory);
    }

    @Override
    public void resize(Path file, ByteSize size) {
        String what = "resize " + file + " to " + size;
        faults.call(what);
        change(file(what, file), what, before -> before.resized(size.bytes()));
    }

    @Override
    public void allocate(Path file, ByteSize size) {
        String what = "allocate " + file;
        faults.call(what);
        change(file(what, file), what, before -> before.allocated(size.bytes()));
    }

    @Override
    public void unshare(Path file) {
        String what = "unshare " + file;
        faults.call(what);
        change(file(what, file), what, FileContent::unshared);
    }

    @Override
    public void extents(Path file, Consumer<Extent> reader) {
        String what = "extents " + file;
        faults.call(what);
        file(what, file).content.extents().forEach(reader);
    }

    @Override
    public void wipe(Path file) {
        String what = "wipe " + file;
        faults.call(what);
        change(file(what, file), what, FileContent::wiped);
    }

    @Override
    public boolean hasData(Path file, long fromByte) {
        String what = "hasData " + file;
        faults.call(what);
        return file(what, file).content.hasDataFrom(fromByte);
    }

    @Override
    public void sync(Path fileOrDirectory) {
        String what = "sync " + fileOrDirectory;
        faults.call(what);
        Inode inode = names.following(fileOrDirectory);
        inode.tree.sync(inode);
        faults.effect(what);
    }

    @Override
    public void rename(Path from, Path to) {
        String what = "rename " + from + " to " + to;
        faults.call(what);
        names.at(from);
        refuseExisting(what, to);
        move(what, from, to);
    }

    @Override
    public void replace(Path from, Path to) {
        String what = "replace " + to + " by " + from;
        faults.call(what);
        file(what, from);
        if (names.find(to)
                .filter(found -> found.kind == FileStatus.Kind.DIRECTORY)
                .isPresent()) {
            throw new HostException(what, Errno.EISDIR);
        }
        move(what, from, to);
    }

    private void move(String what, Path from, Path to) {
        Inode source = parent(from);
        Inode target = parent(to);
        if (!source.tree.equals(target.tree)) {
            throw new HostException(what, Errno.EXDEV);
        }
        source.tree.move(source, name(from), target, name(to));
        faults.effect(what);
    }

    @Override
    public void deleteFile(Path file) {
        String what = "deleteFile " + file;
        faults.call(what);
        if (names.at(file).kind == FileStatus.Kind.DIRECTORY) {
            throw new HostException(what, Errno.EISDIR);
        }
        unlink(what, file);
    }

    @Override
    public void deleteDirectory(Path directory) {
        String what = "deleteDirectory " + directory;
        faults.call(what);
        if (!directory(directory).entries.isEmpty()) {
            throw new HostException(what, Errno.ENOTEMPTY);
        }
        unlink(what, directory);
    }

    private void unlink(String what, Path path) {
        if (names.topmost(path).isPresent()) {
            throw new HostException(what, Errno.EBUSY);
        }
        Inode directory = parent(path);
        directory.tree.unlink(directory, name(path));
        faults.effect(what);
    }

    @Override
    public SpaceUsage space(Path path) {
        faults.call("space " + path);
        SimulatedTree tree = names.following(path).tree;
        long free = Math.max(0, tree.totalBytes() - tree.takenBytes());
        return new SpaceUsage(
                tree.totalBytes(), free, free, tree.inodes(), tree.inodes() - tree.takenInodes(), 0x58465342);
    }

    @Override
    public Optional<Lock> lock(Path file) {
        String what = "lock " + file;
        faults.call(what);
        if (names.find(file).isEmpty()) {
            Inode directory = parent(file);
            directory.tree.link(directory, name(file), directory.tree.inode(FileStatus.Kind.FILE));
            faults.effect(what + " (file)");
        }
        Inode inode = names.at(file);
        if (inode.locked) {
            return Optional.empty();
        }
        inode.locked = true;
        return Optional.of(() -> inode.locked = false);
    }

    private Inode create(String what, Path path, FileStatus.Kind kind) {
        faults.call(what);
        Inode directory = parent(path);
        refuseExisting(what, path);
        Inode made = directory.tree.inode(kind);
        directory.tree.link(directory, name(path), made);
        faults.effect(what);
        return made;
    }

    /** A call that fails has made nothing. */
    private void orUnlink(Path path, Runnable content) {
        try {
            content.run();
        } catch (HostException failure) {
            Inode directory = parent(path);
            directory.tree.unlink(directory, name(path));
            throw failure;
        }
    }

    private void change(Inode file, String what, UnaryOperator<FileContent> change) {
        file.tree.change(file, what, change);
        faults.effect(what);
    }

    private void refuseExisting(String what, Path path) {
        if (names.find(path).isPresent()) {
            throw new HostException(what, Errno.EEXIST);
        }
    }

    private Inode file(String what, Path path) {
        Inode inode = names.at(path);
        return switch (inode.kind) {
            case FILE -> inode;
            case DIRECTORY -> throw new HostException(what, Errno.EISDIR);
            case SYMBOLIC_LINK -> throw new HostException(what, Errno.ELOOP);
            case BLOCK_DEVICE, OTHER -> throw new HostException(what, Errno.EINVAL);
        };
    }

    private Inode directory(Path path) {
        Inode inode = names.at(path);
        if (inode.kind != FileStatus.Kind.DIRECTORY) {
            throw new HostException("open " + path, Errno.ENOTDIR);
        }
        return inode;
    }

    private Inode parent(Path path) {
        return directory(names.resolved(requireNonNull(path.getParent())));
    }

    private static String name(Path path) {
        return requireNonNull(path.getFileName()).toString();
    }
}
