package dev.zonal.csi.cloud;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A cloud as a driver sees it: regions, zones, instances, disks, snapshots. It is the one account's view; whoever makes the
 * calls is known to the implementation.
 *
 * <p>What every implementation keeps to:
 *
 * <ul>
 *   <li><b>Accepted, then done</b>: a call that changes something answers when it is accepted, with the object in the
 *       state in which it then is. Whether it is done is seen by asking, and it may fail until then.
 *   <li><b>Client tokens</b>: every change bears one. The same request with the same token is done once and answered
 *       again, also after a restart of the cloud; another request with that token is TOKEN_REUSED. A token whose disk
 *       failed is used up: it leads to that disk. Of the changes of one disk the last sixteen tokens are remembered. An
 *       object that is gone is NOT_FOUND, whatever the token.
 *   <li><b>Durable</b>: what was accepted is known after a power cut.
 *   <li><b>Not consistent at once</b>: a read may show what was true a while ago, and two reads need not agree, where the
 *       cloud is configured so. What a changing call answers is never older than that change.
 *   <li><b>Zones</b>: a disk is attached in its own zones alone. A zone that is down answers UNAVAILABLE to every change
 *       in it, and stops none elsewhere.
 * </ul>
 *
 * <p>Failures are {@link CloudException}s. THROTTLED and UNAVAILABLE can come from every call; UNAVAILABLE and INTERNAL do
 * not say whether the call was done.
 */
public interface Cloud {
    /** Where this cloud is and what it sells, as it is now. */
    CloudOffer offer();

    /**
     * Launches a machine.
     *
     * @throws CloudException CONFLICT where one of that name runs; INVALID where the zone or the type does not exist
     */
    Instance addInstance(NewInstance instance, ClientToken token);

    /** All that run. */
    List<Instance> instances();

    /**
     * Makes a disk, CREATING at first.
     *
     * @throws CloudException INVALID where the category does not exist, is not sold in that zone, or does not come in that
     *     size; SOLD_OUT where that zone has none left; QUOTA where the region may hold no more disks; NOT_FOUND where
     *     the source is gone; CONFLICT where it is not READY
     */
    Disk createDisk(NewDisk disk, ClientToken token);

    /**
     * Removes a disk and its content; its snapshots stay. One that is DELETING already is answered the same.
     *
     * @throws CloudException CONFLICT where an instance has it
     */
    void deleteDisk(DiskId disk, ClientToken token);

    /** All disks, those too that are coming, going or failed. */
    List<Disk> disks();

    /**
     * Those disks, in no order.
     *
     * @throws CloudException NOT_FOUND for all of them where one is not known
     */
    List<Disk> describeDisks(Set<DiskId> disks);

    /**
     * Gives a disk to an instance, ATTACHING at first. When it is ATTACHED, or a while later, the instance has a device
     * with the disk's serial.
     *
     * @throws CloudException INVALID where the instance is in none of the disk's zones or its type refuses the category;
     *     CONFLICT where the disk is not AVAILABLE, is on as many instances as it can be, or another change of that
     *     instance is under way; QUOTA where the instance has no free slot
     */
    Disk attachDisk(AttachDisk request, ClientToken token);

    /**
     * Takes a disk from an instance, DETACHING at first: until nothing on the instance uses the device any more, unless
     * by force. One that is going already is answered the same.
     *
     * @throws CloudException NOT_FOUND where the disk is not on that instance
     */
    Disk detachDisk(DetachDisk request, ClientToken token);

    /**
     * Makes a disk larger, or gives it another category or other IOPS, attached or not. It has what it was before until
     * {@link Disk#modifying} ends; the device on the instance may be later still.
     *
     * @throws CloudException INVALID where the size is smaller or the category does not allow it; CONFLICT while another
     *     change is under way; THROTTLED where the disk was changed too often
     */
    Disk modifyDisk(DiskId disk, DiskChange change, ClientToken token);

    /** Notes tags on a disk, each in the place of the one that it has of that name, in whatever state it is. */
    Disk tagDisk(DiskId disk, Map<String, String> tags, ClientToken token);

    /**
     * Cuts a snapshot at once, PENDING at first: it holds all that was on the disk when the call was accepted, whatever
     * is written or deleted afterwards.
     *
     * @param tags to be noted on it over those that the disk has at that moment
     *
     * @throws CloudException CONFLICT where the disk is not there yet or never was on an instance, if that is needed;
     *     THROTTLED where the last one of that disk is too young; QUOTA where too many are pending
     */
    DiskSnapshot createSnapshot(DiskId disk, Map<String, String> tags, ClientToken token);

    /** The same with the tags of the disk alone. */
    default DiskSnapshot createSnapshot(DiskId disk, ClientToken token) {
        return createSnapshot(disk, Map.of(), token);
    }

    /** Removes a snapshot; disks that were made from it stay. */
    void deleteSnapshot(DiskSnapshotId snapshot, ClientToken token);

    /** All snapshots. */
    List<DiskSnapshot> snapshots();

    /** Those snapshots, in no order; NOT_FOUND for all of them where one is not known. */
    List<DiskSnapshot> describeSnapshots(Set<DiskSnapshotId> snapshots);
}
