package dev.zonal.csi.cloud.simulator;

import java.time.Instant;

/** An instance, on the disk. */
record InstanceRecord(
        String name, String launch, String zone, String type, int otherDevices, Instant launched, TokenUse madeBy) {
    InstanceRecord withOtherDevices(int devices) {
        return new InstanceRecord(name, launch, zone, type, devices, launched, madeBy);
    }
}
