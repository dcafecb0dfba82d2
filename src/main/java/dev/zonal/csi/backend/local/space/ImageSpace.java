package dev.zonal.csi.backend.local.space;

import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.HostException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures what images have on their disk, shared blocks once: the sum of stat(2)'s blocks counts a block as often as it is
 * shared. Takes time with the number of images and of their extents, some microseconds for an image.
 */
final class ImageSpace {
    private static final Logger LOG = LoggerFactory.getLogger(ImageSpace.class);

    /** 32 MiB at most: 1 TiB of disk that is shared in small pieces. What is beyond that is not counted. */
    private static final int MOST_PIECES = 4096;

    private final FileTree files;

    ImageSpace(FileTree files) {
        this.files = files;
    }

    /** Never more than there is, but for what is freed meanwhile. */
    long bytes(Stream<Path> images) {
        SharedBlocks shared = new SharedBlocks(MOST_PIECES);
        return images.mapToLong(image -> ownBytes(image, shared)).sum() + shared.bytes();
    }

    /** What one image has, but for what it shares. */
    private long ownBytes(Path image, SharedBlocks shared) {
        Sums sums = new Sums();
        try {
            long allocated = files.status(image).map(FileStatus::allocatedBytes).orElse(0L);
            files.extents(image, extent -> {
                sums.mapped += extent.bytes();
                if (extent.shared()) {
                    shared.add(extent.physicalByte(), extent.bytes());
                } else {
                    sums.own += extent.bytes();
                }
            });
            // What is allocated and not mapped is the map itself, and what the filesystem took for writes to come.
            return sums.own + Math.max(0, allocated - sums.mapped);
        } catch (HostException failure) {
            // It was removed meanwhile, or can't be read: counted for nothing, it makes less to offer, not more.
            LOG.atDebug().addKeyValue("image", image).setCause(failure).log("an image could not be measured");
            return 0;
        }
    }

    private static final class Sums {
        private long mapped;
        private long own;
    }
}
