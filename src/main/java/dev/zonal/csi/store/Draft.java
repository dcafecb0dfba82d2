package dev.zonal.csi.store;

import dev.zonal.csi.host.FileTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * An object that is being made, in a directory of its own. Closed without being published, it never was.
 *
 * @param <R> the record
 */
public final class Draft<R extends Record> implements AutoCloseable {
    private enum State {
        DRAFT,
        UNCERTAIN,
        PUBLISHED
    }

    private final FileTree files;
    private final Scratch scratch;
    private final Path directory;
    private final Path parent;
    private final Path target;
    private final String recordName;
    private final RecordFormat<R> format;
    private final Barrier barrier;
    private final List<String> added = new ArrayList<>();
    private State state = State.DRAFT;

    Draft(
            FileTree files,
            Scratch scratch,
            Path directory,
            Path parent,
            Path target,
            String recordName,
            RecordFormat<R> format,
            Barrier barrier) {
        this.files = files;
        this.scratch = scratch;
        this.directory = directory;
        this.parent = parent;
        this.target = target;
        this.recordName = recordName;
        this.format = format;
        this.barrier = barrier;
    }

    /** Where a file of the object is to be made. */
    public Path file(String name) {
        return directory.resolve(name);
    }

    /** A further record of the object, in a file of that name. */
    public <S extends Record> void add(String name, RecordFormat<S> itsFormat, S content) {
        files.createFile(file(name), itsFormat.write(content));
        added.add(name);
    }

    /**
     * Makes the object durable and gives it its name: the files are whole on the disk before the name is.
     *
     * @param payload the name of the file that is no record
     */
    public void publish(R content, String payload) {
        files.createFile(file(recordName), format.write(content));
        barrier.pass(directory, files(payload));
        files.rename(directory, target);
        state = State.UNCERTAIN;
        try {
            files.sync(parent);
        } catch (RuntimeException failure) {
            takeBack(failure);
            throw failure;
        }
        state = State.PUBLISHED;
    }

    /** The same, of an object that is its record alone. */
    public void publish(R content) {
        publish(content, recordName);
    }

    private List<String> files(String payload) {
        return Stream.concat(Stream.of(recordName, payload), added.stream()).toList();
    }

    /** Nobody knows now whether the name is on the disk; a start must not find what was never answered. */
    private void takeBack(RuntimeException failure) {
        try {
            files.rename(target, directory);
            files.sync(parent);
            state = State.DRAFT;
        } catch (RuntimeException again) {
            // As long as the name may be on the disk, what it leads to stays whole; the next start removes it, or finds
            // it whole.
            failure.addSuppressed(again);
        }
    }

    @Override
    public void close() {
        if (state == State.DRAFT) {
            scratch.discardQuietly(directory);
        }
        if (state != State.UNCERTAIN) {
            scratch.released(directory);
        }
    }
}
