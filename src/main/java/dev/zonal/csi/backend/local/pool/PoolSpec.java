package dev.zonal.csi.backend.local.pool;

import dev.zonal.csi.host.Filesystems;
import dev.zonal.csi.model.ByteSize;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A pool as the operator describes it.
 *
 * @param name what StorageClasses call it: letters, digits, {@code - _ .}, at most 63, first and last no sign
 * @param path a directory on XFS with reflink or on btrfs; a file, which is made where it is missing; or a block device
 * @param size how large a missing file is to be made, and a smaller one to become
 * @param sparse whether a missing file is made without its blocks, and what is freed is given back to the host
 * @param overcommit how many bytes may be promised for each byte that there is; 1.0 promises what can be kept
 * @param givenUp what a block device may be formatted over, by its {@link Filesystems#fingerprint}
 */
public record PoolSpec(
        String name, Path path, Optional<ByteSize> size, boolean sparse, double overcommit, Set<String> givenUp) {
    public static final double MAXIMUM_OVERCOMMIT = 1000;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

    /** @throws IllegalArgumentException with a sentence for the person who wrote it */
    public PoolSpec {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name
                            + "' is not a pool's name; write letters, digits, '-', '_' and '.', at most 63, ends without a sign");
        }
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException("pool '" + name + "': the path " + path + " is not absolute");
        }
        if (!(overcommit > 0 && overcommit <= MAXIMUM_OVERCOMMIT)) {
            throw new IllegalArgumentException("pool '" + name + "': an over-commit ratio of " + overcommit
                    + " makes no sense; write 1.0, or up to 1000");
        }
        path = path.normalize();
        givenUp = Set.copyOf(givenUp);
    }

    /** A pool whose file, where it is made, has all its blocks. */
    public PoolSpec(String name, Path path, Optional<ByteSize> size, double overcommit, Set<String> givenUp) {
        this(name, path, size, false, overcommit, givenUp);
    }

    /** A pool that promises no more than it has and never formats what isn't blank. */
    public static PoolSpec of(String name, Path path, Optional<ByteSize> size) {
        return new PoolSpec(name, path, size, 1.0, Set.of());
    }
}
