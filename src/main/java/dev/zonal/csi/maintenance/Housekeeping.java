package dev.zonal.csi.maintenance;

import java.util.List;
import java.util.Optional;

/**
 * The search for what an operator's own accident left in and over the storage of this backend. It changes nothing. What
 * the backend itself leaves is finished or removed by its own start; here it is never found.
 *
 * <p>It works beside running operations, so it is asked twice: {@link #survey} looks without any lock, and what it names
 * may be what an operation works on at that moment; {@link #confirm} looks again while the caller holds the lock of the
 * {@link Stray#object}.
 */
public interface Housekeeping {
    /** What looks stray, in the order in which it can be removed. */
    List<Stray> survey();

    /** The same as it is now; empty where it is no stray, or gone. The caller holds the lock of its object. */
    Optional<Stray> confirm(Stray suspect);
}
