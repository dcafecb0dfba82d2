package dev.zonal.csi.model;

import java.util.Optional;

/**
 * The one size that a capacity range leads to: the least that the range allows, in whole steps, rounded up but never above
 * the limit. Pure.
 *
 * @param step what every size is a multiple of, itself a multiple of {@link #BLOCK}
 */
public record Sizing(ByteSize step) {
    /** The sector size of every volume's device. */
    public static final long BLOCK = 4096;

    /** A logical size that ext4 with blocks of 4 KiB can still have. */
    public static final ByteSize LARGEST = ByteSize.ofGibibytes(16 * 1024);

    /** In whole blocks, as a volume's device needs it. */
    public static final Sizing IN_BLOCKS = new Sizing(ByteSize.ofBytes(BLOCK));

    /**
     * @param least what the filesystem or the source needs at least
     * @param reason what needs it, for the refusal: {@code "the source"}, {@code "xfs"}
     * @param preferred the size where the caller has no wish
     * @throws StorageException.OutOfRange where no size satisfies everything
     */
    public ByteSize ofNew(CapacityRange range, ByteSize least, String reason, ByteSize preferred) {
        ByteSize wish = range.required().isZero()
                ? range.limit().map(limit -> ByteSize.min(limit, preferred)).orElse(preferred)
                : range.required();
        return within(range, ByteSize.max(wish, least), least, reason);
    }

    /**
     * The size of a volume made from a source: the source's, or more where more is asked. What asks for less is refused,
     * unless a fresh volume of the same request would be as large as the source: the request that made the source can
     * always make its copy.
     *
     * @param least what a fresh volume of the same filesystem needs at least
     * @throws StorageException.OutOfRange where less is asked for, or no size satisfies everything
     */
    public ByteSize ofCopy(CapacityRange range, ByteSize source, ByteSize least) {
        ByteSize fresh = ByteSize.max(range.required(), least);
        if (!range.required().isZero()
                && !fresh.isMoreThan(LARGEST)
                && source.isMoreThan(fresh.roundedUpTo(step.bytes()))) {
            throw new StorageException.OutOfRange("capacity_range: " + range.required()
                    + " was asked for, but the source has " + source + "; a copy is never smaller");
        }
        return within(range, ByteSize.max(range.required(), source), source, "the source");
    }

    /**
     * The size after an expansion; the present one where it is enough already.
     *
     * @throws StorageException.OutOfRange where the volume is larger than the limit, or nothing fits
     */
    public ByteSize ofExpanded(CapacityRange range, ByteSize present) {
        return within(range, ByteSize.max(range.required(), present), present, "the volume");
    }

    private ByteSize within(CapacityRange range, ByteSize wish, ByteSize least, String reason) {
        if (wish.isMoreThan(LARGEST)) {
            throw new StorageException.OutOfRange(
                    "capacity_range: " + wish + " is more than the largest volume, " + LARGEST);
        }
        ByteSize size = wish.roundedUpTo(step.bytes());
        Optional<ByteSize> limit = range.limit();
        if (limit.isEmpty() || !size.isMoreThan(limit.get())) {
            return size;
        }
        if (least.isMoreThan(limit.get())) {
            throw new StorageException.OutOfRange(
                    "capacity_range: limit_bytes " + limit.get() + " is less than " + reason + " needs, " + least);
        }
        ByteSize below = limit.get().roundedDownTo(step.bytes());
        if (range.required().isMoreThan(below) || least.isMoreThan(below)) {
            throw new StorageException.OutOfRange(
                    "capacity_range: volumes come in steps of " + step + ", and no multiple of that lies in " + range);
        }
        return below;
    }
}
