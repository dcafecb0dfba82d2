package dev.zonal.csi.backend.local.space;

import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.StorageException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Space accounting: what a pool has promised, and what it can still promise. One function, {@link #available}, answers the
 * capacity call, the check before a volume is made, and the metrics; a promise is entered before anything is made for it.
 *
 * <p>Why nobody meets a full pool: every block on the disk that belongs to an image belongs to one that is charged, a
 * volume with its capacity, a snapshot with what it holds, and no image ever takes more than its charge. So all images
 * together never take more than is reserved, however they share blocks now. What they have is part of that already, so
 * what is still to come is
 *
 * <pre>{@code
 * outstanding = reserved + the filesystem's needs - what the images have    (a shared block once)
 * offered     = free - outstanding
 * }</pre>
 *
 * <p>INVARIANT at an over-commit of 1.0: {@code offered + outstanding <= free}. What others write beside the pool makes
 * less free and changes nothing else, so it is weighed at once.
 *
 * <p>Knows neither disk nor clock: whoever asks brings what the filesystem says.
 */
public final class Ledger {
    /** No sum of two of them overflows. */
    private static final double MOST_BYTES = 0x1p61;

    private final String pool;
    private final double overcommit;
    private final SpaceSource source;
    private Charge charged = Charge.NOTHING;

    /** What the pool need not take from its source any more, at the last look. */
    private long taken;

    /**
     * @param source from where the pool takes its blocks; what the ledger promises is no concern of the pools there before
     *     {@link SpaceSources#count}
     */
    public Ledger(String pool, double overcommit, SpaceSource source) {
        this.pool = pool;
        this.overcommit = overcommit;
        this.source = source;
    }

    /** Enters what is there already. */
    public void enter(Charge charge) {
        locked(() -> charged = charged.plus(charge));
    }

    /** Strikes what is gone. */
    public void strike(Charge charge) {
        locked(() -> charged = charged.minus(charge));
    }

    public Charge charged() {
        return locked(() -> charged);
    }

    /** What can still be promised. Thick volumes take their space at once, so it must be free as well. */
    public ByteSize available(Provisioning provisioning, Occupancy seen) {
        return locked(() -> ByteSize.ofBytes(FilesystemNeeds.largest(room(provisioning, seen), charged)));
    }

    /** Promises space to something that is about to be made; empty where there is less. */
    public Optional<Reservation> tryReserve(Charge charge, Provisioning provisioning, Occupancy seen) {
        return locked(() -> exchange(Charge.NOTHING, charge, provisioning, seen)
                ? Optional.of(new Reservation(this, charge))
                : Optional.empty());
    }

    /** @throws StorageException.ResourceExhausted where there is less */
    public Reservation reserve(Charge charge, Provisioning provisioning, Occupancy seen) {
        return locked(() -> tryReserve(charge, provisioning, seen)
                .orElseThrow(() -> exhausted(charge.reserved(), provisioning, seen)));
    }

    /** Puts one charge in the place of another; where that is more, it is checked as any other, and nothing may come of it. */
    boolean exchange(Charge before, Charge after, Provisioning provisioning, Occupancy seen) {
        return locked(() -> {
            Charge next = charged.minus(before).plus(after);
            boolean fits = FilesystemNeeds.with(next) <= FilesystemNeeds.with(charged)
                    || FilesystemNeeds.with(next) <= room(provisioning, seen);
            charged = fits ? next : charged;
            return fits;
        });
    }

    StorageException exhausted(ByteSize needed, Provisioning provisioning, Occupancy seen) {
        return locked(() -> new StorageException.ResourceExhausted("pool '" + pool + "' has "
                + available(provisioning, seen) + " left to promise (" + charged.reserved() + " reserved, "
                + ByteSize.ofBytes(free(seen)) + " free, "
                + ByteSize.ofBytes(Math.max(0, FilesystemNeeds.with(charged) - seen.imagesBytes()))
                + " promised and not written yet), and " + needed + " are needed"));
    }

    /**
     * How much all charges, with the filesystem's needs, may come to. What a pool keeps back for itself is no matter of this
     * sum: it belongs to {@link FilesystemNeeds}, which other pools of the filesystem see too.
     */
    private long room(Provisioning provisioning, Occupancy seen) {
        taken = seen.freeBytes() + seen.imagesBytes() - seen.holesBytes();
        long free = free(seen);
        long promised = FilesystemNeeds.with(charged);
        long thin = Math.min(times(free + seen.imagesBytes()), promised + times(free));
        return switch (provisioning) {
            case THIN -> thin;
            case THICK -> Math.min(thin, promised + free);
        };
    }

    /** What is free for this pool: not what others were promised there, nor what a host does not have for a file's holes. */
    private long free(Occupancy seen) {
        long source = Math.max(0, seen.sourceFreeBytes() - this.source.promisedByOthers(pool));
        return Math.max(0, seen.freeBytes() - Math.max(0, seen.holesBytes() - source));
    }

    /** What the pool will still take from its source; over-commit promises what is not there, and so claims less. */
    long outstanding() {
        return Math.max(0, (long) ((double) FilesystemNeeds.with(charged) / Math.max(1.0, overcommit)) - taken);
    }

    private long times(long bytes) {
        return (long) Math.min(MOST_BYTES, bytes * overcommit);
    }

    private <T> T locked(Supplier<T> effect) {
        source.lock.lock();
        try {
            return effect.get();
        } finally {
            source.lock.unlock();
        }
    }

    String pool() {
        return pool;
    }

    SpaceSource source() {
        return source;
    }
}
