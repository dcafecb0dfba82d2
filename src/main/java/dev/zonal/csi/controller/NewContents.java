package dev.zonal.csi.controller;

import dev.zonal.csi.backend.StorageBackend;
import dev.zonal.csi.model.AccessType;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.Sizing;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeCapability;
import java.util.Comparator;
import java.util.Optional;

/** What a new volume starts with, and how large that makes it. */
public final class NewContents {
    private static final ByteSize SMALLEST = ByteSize.ofMebibytes(1);

    private final StorageBackend backend;
    private final FilesystemType defaultFilesystem;
    private final ByteSize defaultSize;

    public NewContents(StorageBackend backend, FilesystemType defaultFilesystem, ByteSize defaultSize) {
        this.backend = backend;
        this.defaultFilesystem = defaultFilesystem;
        this.defaultSize = defaultSize;
    }

    /** What a source is and holds. */
    private record Source(ByteSize size, Contents contents) {}

    /**
     * The size of the volume to be made.
     *
     * @throws StorageException.NotFound where its source is gone
     * @throws StorageException.Unavailable where it is a snapshot that is not ready yet
     * @throws StorageException.InvalidArgument where the source carries another filesystem than is asked for
     * @throws StorageException.OutOfRange where no size fits
     */
    ByteSize size(VolumeRequest request) {
        Optional<FilesystemType> largest = request.capabilities().stream()
                .flatMap(capability -> filesystem(capability).stream())
                .max(Comparator.comparing(FilesystemType::minimumSize));
        ByteSize least = largest.map(FilesystemType::minimumSize).orElse(SMALLEST);
        String reason = largest.map(FilesystemType::word).orElse("a volume");
        Sizing sizing = new Sizing(backend.sizeStep(request.parameters()));
        return request.source()
                .map(source -> sizeOfCopy(request, source, sizing, least, reason))
                .orElseGet(() -> sizing.ofNew(request.capacity(), least, reason, defaultSize));
    }

    /** A source that carries nothing yet gets its filesystem in the copy, which then has to hold that. */
    private ByteSize sizeOfCopy(
            VolumeRequest request, ContentSource from, Sizing sizing, ByteSize least, String reason) {
        Source source = find(from);
        refuseOtherFilesystem(source.contents(), request);
        ByteSize fresh = carried(source.contents())
                .map(filesystem -> ByteSize.max(filesystem.minimumSize(), least))
                .orElse(least);
        ByteSize size = sizing.ofCopy(request.capacity(), source.size(), fresh);
        return source.contents() instanceof Contents.Blank && least.isMoreThan(size)
                ? sizing.ofNew(request.capacity(), least, reason, least)
                : size;
    }

    private Source find(ContentSource source) {
        return switch (source) {
            case ContentSource.FromSnapshot from -> {
                Snapshot snapshot = backend.requiredSnapshot(from.id());
                Snapshot ready = snapshot.readyToUse() ? snapshot : backend.awaitReady(from.id());
                yield new Source(ready.size(), ready.contents());
            }
            case ContentSource.FromVolume from -> {
                Volume volume = backend.requiredVolume(from.id());
                yield new Source(volume.capacity(), volume.contents());
            }
        };
    }

    private static void refuseOtherFilesystem(Contents contents, VolumeRequest request) {
        carried(contents)
                .ifPresent(carried -> request.capabilities().stream()
                        .flatMap(capability -> asked(capability).stream())
                        .filter(asked -> asked != carried)
                        .findFirst()
                        .ifPresent(asked -> {
                            throw new StorageException.InvalidArgument("volume_capabilities: fs_type " + asked
                                    + " was asked for, but the source carries " + carried
                                    + "; leave fs_type empty or name that one");
                        }));
    }

    private static Optional<FilesystemType> carried(Contents contents) {
        return switch (contents) {
            case Contents.Formatted formatted -> Optional.of(formatted.filesystem());
            case Contents.Formatting formatting -> Optional.of(formatting.filesystem());
            case Contents.Blank _, Contents.Raw _ -> Optional.empty();
        };
    }

    private static Optional<FilesystemType> asked(VolumeCapability capability) {
        return capability.accessType() instanceof AccessType.Mounted mounted ? mounted.filesystem() : Optional.empty();
    }

    private Optional<FilesystemType> filesystem(VolumeCapability capability) {
        return switch (capability.accessType()) {
            case AccessType.Block _ -> Optional.empty();
            case AccessType.Mounted mounted -> Optional.of(mounted.filesystem().orElse(defaultFilesystem));
        };
    }
}
