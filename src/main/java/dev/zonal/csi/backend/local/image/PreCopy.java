package dev.zonal.csi.backend.local.image;

import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.model.ByteSize;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Brings a clone close to an image that is being written, as pre-copy does in the live migration of virtual machines: it
 * shares the image piece by piece, and writers go on between the pieces. What they wrote meanwhile the next pass brings,
 * and what the last one leaves is so little that to clone the whole at one moment keeps them waiting for a moment only.
 */
final class PreCopy {
    /**
     * How many extents are shared while writers wait: a few tens of milliseconds. An image that has no more needs none of
     * this.
     */
    static final int PIECE_EXTENTS = 1024;

    /** Each pass leaves what was written while it ran, and has that much less to share than the one before. */
    private static final int PASSES = 3;

    private final FileTree files;

    PreCopy(FileTree files) {
        this.files = files;
    }

    boolean isWorthwhile(Path image) {
        return files.extentCount(image) > PIECE_EXTENTS;
    }

    /** Makes the clone, which is of no single moment until {@link FileTree#completeClone}. */
    void run(Path image, Path target) {
        files.createSparse(target, ByteSize.ZERO);
        for (int pass = 0; pass < PASSES; pass++) {
            OptionalLong next = OptionalLong.of(0);
            while (next.isPresent()) {
                next = files.cloneExtents(image, target, next.getAsLong(), PIECE_EXTENTS);
            }
        }
    }
}
