package dev.zonal.csi.cloud;

/**
 * A disk on an instance.
 *
 * @param launch which instance of that name it is
 * @param deviceHint the name that the cloud has for the device; the guest may call it otherwise, so it is no way to find
 *     the disk: its serial is
 */
public record DiskAttachment(InstanceId instance, String launch, boolean readOnly, State state, String deviceHint) {
    /** How far it is. */
    public enum State {
        ATTACHING,
        ATTACHED,
        DETACHING
    }
}
