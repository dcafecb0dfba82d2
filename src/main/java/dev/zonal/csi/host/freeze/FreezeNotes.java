package dev.zonal.csi.host.freeze;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.ProcessIdentity;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The directory of notes about frozen filesystems. A note is published by a rename, and locked (flock(2)) from before
 * that for as long as its driver lives: a lock tells that across pid namespaces, where a process id says nothing.
 */
final class FreezeNotes {
    private static final String NOTE = ".note";
    private static final String DRAFT = ".draft";
    private static final int LIMIT_BYTES = 64 * 1024;

    private final FileTree files;
    private final Path directory;
    private final AtomicLong written = new AtomicLong();

    FreezeNotes(FileTree files, Path run) {
        this.files = files;
        this.directory = run.resolve("frozen");
    }

    /** A note on the disk, locked by this process until it is removed. */
    final class Standing {
        private final Path file;
        private final FileTree.Lock lock;

        private Standing(Path file, FileTree.Lock lock) {
            this.file = file;
            this.lock = lock;
        }

        Path file() {
            return file;
        }

        void remove() {
            try (lock) {
                files.deleteFile(file);
            }
        }
    }

    /** Writes the note durably. */
    Standing add(FreezeNote note) {
        files.createDirectories(directory);
        ProcessIdentity owner = note.owner();
        String name = owner.id() + "." + owner.startTicks() + "." + written.incrementAndGet();
        Path draft = directory.resolve(name + DRAFT);
        Path file = directory.resolve(name + NOTE);
        files.createFile(draft, note.bytes());
        FileTree.Lock lock = files.lock(draft)
                .orElseThrow(() -> new HostException("lock " + draft, Errno.EAGAIN, "another process has it"));
        try {
            files.sync(draft);
            files.rename(draft, file);
            files.sync(directory);
        } catch (RuntimeException | Error failed) {
            lock.close();
            throw failed;
        }
        return new Standing(file, lock);
    }

    /** The notes, and drafts of notes, of whichever driver. */
    List<Path> all() {
        if (files.status(directory).isEmpty()) {
            return List.of();
        }
        return files.list(directory).stream()
                .filter(name -> name.endsWith(NOTE) || name.endsWith(DRAFT))
                .map(directory::resolve)
                .toList();
    }

    /** Empty for what can't be a note of a freeze: one that was not written to its end, or was removed meanwhile. */
    Optional<FreezeNote> read(Path file) {
        boolean published = files.status(file)
                .filter(found ->
                        found.kind() == FileStatus.Kind.FILE && file.toString().endsWith(NOTE))
                .isPresent();
        return published ? FreezeNote.parse(files.read(file, LIMIT_BYTES)) : Optional.empty();
    }

    /** Whether a process that lives, in whichever pid namespace, has the file locked. */
    boolean isLocked(Path file) {
        Optional<FileTree.Lock> free = files.lock(file);
        free.ifPresent(FileTree.Lock::close);
        return free.isEmpty();
    }

    void remove(Path file) {
        try {
            files.deleteFile(file);
        } catch (HostException failed) {
            if (!failed.is(Errno.ENOENT)) {
                throw failed;
            }
        }
    }
}
