package dev.zonal.csi.cloud.description;

import java.time.Duration;

/**
 * How a cloud behaves where clouds differ, each a thing that drivers have stumbled over.
 *
 * @param quotaBeforeIdempotency a repeated call with the same client token is refused when the quota is reached meanwhile
 * @param unknownIdFailsBatch describing several objects fails for all where one is not known; else it is left out
 * @param staleReads how old what a read shows may be; by chance each object is shown as it is now or as it was then
 * @param sizeShownEarly the new size is shown while the growth is still under way
 * @param overLimitStaysAttaching an attachment beyond the instance's slots is accepted, and stays ATTACHING
 * @param deviceNameReused the hint of a device is given away again while the disk that had it is still DETACHING
 * @param attachDuringDetach what attaching a disk to the instance that is losing it is answered
 * @param danglingAttachments how long a disk stays on an instance that has died
 * @param oneChangePerInstance an instance attaches or detaches one disk at a time
 * @param staleLinks the link by which a device is found stays when the disk is gone
 * @param listsWithoutDownZones lists leave out, without a word, what is in a zone that is down
 * @param snapshotNeedsAttachment a disk that never was on an instance can't be snapshotted
 */
public record CloudHabits(
        boolean quotaBeforeIdempotency,
        boolean unknownIdFailsBatch,
        Duration staleReads,
        boolean sizeShownEarly,
        boolean overLimitStaysAttaching,
        boolean deviceNameReused,
        AttachDuringDetach attachDuringDetach,
        Duration danglingAttachments,
        boolean oneChangePerInstance,
        boolean staleLinks,
        boolean listsWithoutDownZones,
        boolean snapshotNeedsAttachment) {
    /** An attachment that is asked for while the same one is being undone. */
    public enum AttachDuringDetach {
        /** CONFLICT. */
        REFUSED,
        /** Answered as if it were there, and undone all the same. */
        ANSWERED
    }
}
