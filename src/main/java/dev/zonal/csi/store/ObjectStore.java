package dev.zonal.csi.store;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.HostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The objects of one kind, each a directory with its record and whatever else belongs to it. An object comes into
 * being and goes by one rename each, so it is there whole or not at all, whenever the power goes.
 *
 * <p>Every method that changes something has made it durable when it returns, and has undone it when it throws. One
 * caller at a time for each id.
 *
 * @param <R> the record
 */
public final class ObjectStore<R extends Record> {
    private static final int RECORD_LIMIT_BYTES = 1 << 20;

    private final FileTree files;
    private final Scratch scratch;
    private final Path directory;
    private final String recordName;
    private final RecordFormat<R> format;
    private final Barrier barrier;

    /**
     * @param scratch on the same filesystem
     * @param directory exists; holds one directory per object, named by its id
     * @param recordName the file of the record in each
     * @param barrier what a new object passes before it gets its name
     */
    public ObjectStore(
            FileTree files,
            Scratch scratch,
            Path directory,
            String recordName,
            RecordFormat<R> format,
            Barrier barrier) {
        this.files = files;
        this.scratch = scratch;
        this.directory = directory;
        this.recordName = recordName;
        this.format = format;
        this.barrier = barrier;
    }

    /** Where all of them stand. */
    public Path directory() {
        return directory;
    }

    /** The file of an object's record. */
    public String recordName() {
        return recordName;
    }

    /** Where an object stands, whether it is there or not. */
    public Path path(String id) {
        return directory.resolve(id);
    }

    /** The names of all that stands in the directory. */
    public List<String> names() {
        return files.list(directory);
    }

    /** @throws UnreadableRecordException where the record is missing, damaged or of a newer format */
    public R read(String id) {
        return format.read(
                bytes(path(id).resolve(recordName)).orElseThrow(() -> new UnreadableRecordException("it is missing")));
    }

    /**
     * A further record of an object; empty where it has none.
     *
     * @throws UnreadableRecordException where it is damaged or of a newer format
     */
    public <S extends Record> Optional<S> readBeside(String id, String name, RecordFormat<S> itsFormat) {
        Path beside = path(id).resolve(name);
        // Most objects of a pool may have none, and a start asks all of them: an exception for each would take a
        // second.
        return files.status(beside).flatMap(_ -> bytes(beside)).map(itsFormat::read);
    }

    private Optional<byte[]> bytes(Path record) {
        try {
            return Optional.of(files.read(record, RECORD_LIMIT_BYTES));
        } catch (HostException failure) {
            if (failure.is(Errno.ENOENT) || failure.is(Errno.ENOTDIR)) {
                return Optional.empty();
            }
            if (failure.is(Errno.EFBIG)) {
                throw new UnreadableRecordException("it is longer than any record", failure);
            }
            throw failure;
        }
    }

    /** Begins an object that nobody sees until it is published. */
    public Draft<R> draft(String id) {
        Path draft = scratch.fresh(id);
        try {
            files.createDirectory(draft);
        } catch (RuntimeException failure) {
            scratch.released(draft);
            throw failure;
        }
        return new Draft<>(files, scratch, draft, directory, path(id), recordName, format, barrier);
    }

    /**
     * Replaces the record of an object.
     *
     * @param before what it is now, to go back to
     */
    public void rewrite(String id, R before, R after) {
        Path object = path(id);
        replaceRecord(object, after);
        try {
            files.sync(object);
        } catch (RuntimeException failure) {
            try {
                replaceRecord(object, before);
                files.sync(object);
            } catch (RuntimeException again) {
                failure.addSuppressed(again);
            }
            throw failure;
        }
    }

    private void replaceRecord(Path object, R content) {
        Path fresh = scratch.fresh(object.getFileName().toString());
        try {
            files.createFile(fresh, format.write(content));
            moveIntoPlace(fresh, object.resolve(recordName));
        } finally {
            scratch.released(fresh);
        }
    }

    private void moveIntoPlace(Path fresh, Path place) {
        try {
            files.sync(fresh);
            files.replace(fresh, place);
        } catch (RuntimeException failure) {
            scratch.discardQuietly(fresh);
            throw failure;
        }
    }

    /** Removes an object; one that isn't there is removed already. Its space is free when this returns, or soon. */
    public void remove(String id) {
        scratch.remove(directory, id);
    }
}
