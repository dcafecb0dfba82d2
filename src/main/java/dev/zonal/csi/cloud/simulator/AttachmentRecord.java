package dev.zonal.csi.cloud.simulator;

import java.time.Instant;
import java.util.Optional;

/**
 * A disk on an instance, on the disk.
 *
 * @param attachedAt when it is attached; empty where it never will be
 * @param deviceAt when the instance sees the device
 * @param detachedAt when it is detached, unless the device is in use then; empty where nobody detaches it
 * @param force whether it is detached in use too
 */
record AttachmentRecord(
        String instance,
        String launch,
        boolean readOnly,
        String deviceHint,
        Optional<Instant> attachedAt,
        Optional<Instant> deviceAt,
        Optional<Instant> detachedAt,
        boolean force) {
    boolean isOn(String name, String launched) {
        return instance.equals(name) && launch.equals(launched);
    }

    boolean isLeaving() {
        return detachedAt.isPresent();
    }

    AttachmentRecord leaving(Instant at, boolean byForce) {
        return new AttachmentRecord(
                instance, launch, readOnly, deviceHint, attachedAt, deviceAt, Optional.of(at), force || byForce);
    }
}
