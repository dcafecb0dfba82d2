package dev.zonal.csi.backend.local.space;

import dev.zonal.csi.host.SpaceUsage;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.StorageException;

/**
 * What a pool has promised. One function, {@link #available}, answers the capacity call, the check before a volume is
 * made, and the metrics; a promise is entered before anything is made for it.
 *
 * <p>Knows neither disk nor clock: whoever asks brings what the filesystem says.
 */
public final class Ledger {
    private final String pool;
    private final double overcommit;
    private Charge charged = Charge.NOTHING;
    private ByteSize unusable = ByteSize.ZERO;

    public Ledger(String pool, double overcommit) {
        this.pool = pool;
        this.overcommit = overcommit;
    }

    /**
     * Learns at start how much of the disk is not for volumes: the filesystem's own metadata, and what others keep
     * beside the pool. What they add later shows in the free space.
     *
     * @param images what all images of the pool have allocated; shared bytes count in each, so the rest is a floor
     */
    public synchronized void setImages(ByteSize images, SpaceUsage space) {
        unusable = ByteSize.ofBytes(space.totalBytes() - space.availableBytes()).minusOrZero(images);
    }

    /** Enters what is there already. */
    public synchronized void enter(Charge charge) {
        charged = charged.plus(charge);
    }

    /** Strikes what is gone. */
    public synchronized void strike(Charge charge) {
        charged = charged.minus(charge);
    }

    /**
     * Promises space to something that is about to be made.
     *
     * @param space what the filesystem says, at most a second ago
     * @throws StorageException.ResourceExhausted where there is less
     */
    public synchronized Reservation reserve(Charge charge, Provisioning provisioning, SpaceUsage space) {
        ByteSize available = available(provisioning, space);
        if (charge.reserved().isMoreThan(available)) {
            throw new StorageException.ResourceExhausted("pool '" + pool + "' has " + available + " left to promise ("
                    + charged.reserved() + " reserved of " + usable(space) + ", "
                    + ByteSize.ofBytes(space.availableBytes()) + " free), and " + charge.reserved() + " are needed");
        }
        charged = charged.plus(charge);
        return new Reservation(this, charge);
    }

    public synchronized Charge charged() {
        return charged;
    }

    /** What can still be promised. Thick volumes take their space at once, so it must be free as well. */
    public synchronized ByteSize available(Provisioning provisioning, SpaceUsage space) {
        ByteSize promisable =
                ByteSize.min(usable(space).minusOrZero(charged.reserved()), times(space.availableBytes()));
        return switch (provisioning) {
            case THIN -> promisable;
            case THICK -> ByteSize.min(promisable, ByteSize.ofBytes(space.availableBytes()));
        };
    }

    private ByteSize usable(SpaceUsage space) {
        return times(ByteSize.ofBytes(space.totalBytes()).minusOrZero(unusable).bytes());
    }

    private ByteSize times(long bytes) {
        return ByteSize.ofBytes((long) Math.min(Long.MAX_VALUE, bytes * overcommit));
    }
}
