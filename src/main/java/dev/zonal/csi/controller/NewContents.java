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
     * @throws StorageException.InvalidArgument where the source carries another filesystem than is asked for
     * @throws StorageException.OutOfRange where no size fits
     */
    ByteSize size(VolumeRequest request) {
        if (request.source().isPresent()) {
            Source source = find(request.source().get());
            refuseOtherFilesystem(source.contents(), request);
            return Sizing.ofCopy(request.capacity(), source.size());
        }
        Optional<FilesystemType> largest = request.capabilities().stream()
                .flatMap(capability -> filesystem(capability).stream())
                .max(Comparator.comparing(FilesystemType::minimumSize));
        return Sizing.ofNew(
                request.capacity(),
                largest.map(FilesystemType::minimumSize).orElse(SMALLEST),
                largest.map(FilesystemType::word).orElse("a volume"),
                defaultSize);
    }

    private Source find(ContentSource source) {
        return switch (source) {
            case ContentSource.FromSnapshot from -> {
                Snapshot snapshot = backend.snapshot(from.id()).orElseThrow(() -> Snapshots.notFound(from.id()));
                yield new Source(snapshot.size(), snapshot.contents());
            }
            case ContentSource.FromVolume from -> {
                Volume volume = backend.volume(from.id()).orElseThrow(() -> Volumes.notFound(from.id()));
                yield new Source(volume.capacity(), volume.contents());
            }
        };
    }

    private static void refuseOtherFilesystem(Contents contents, VolumeRequest request) {
        if (!(contents instanceof Contents.Formatted formatted)) {
            return;
        }
        for (VolumeCapability capability : request.capabilities()) {
            if (capability.accessType() instanceof AccessType.Mounted mounted
                    && mounted.filesystem().isPresent()
                    && mounted.filesystem().get() != formatted.filesystem()) {
                throw new StorageException.InvalidArgument("volume_capabilities: fs_type "
                        + mounted.filesystem().get() + " was asked for, but the source carries "
                        + formatted.filesystem() + "; leave fs_type empty or name that one");
            }
        }
    }

    private Optional<FilesystemType> filesystem(VolumeCapability capability) {
        return switch (capability.accessType()) {
            case AccessType.Block _ -> Optional.empty();
            case AccessType.Mounted mounted -> Optional.of(mounted.filesystem().orElse(defaultFilesystem));
        };
    }
}
