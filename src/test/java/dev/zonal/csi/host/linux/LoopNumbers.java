package dev.zonal.csi.host.linux;

import dev.zonal.csi.host.LoopDevice;
import dev.zonal.csi.host.LoopDevices;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;

/** Attaching at a certain number, for tests of what a number remembers. */
final class LoopNumbers {
    private static final int ATTEMPTS = 64;

    private LoopNumbers() {}

    /** The kernel gives the lowest free number, so that one attach after another comes to it. */
    static LoopDevice attachAt(int number, LoopDevices loops, Supplier<Path> images) {
        LoopDevice device = loops.attach(images.get(), false);
        for (int attempt = 0; attempt < ATTEMPTS && device.number() != number; attempt++) {
            device = loops.attach(images.get(), false);
        }
        Assumptions.assumeTrue(device.number() == number, "another program of this machine took the loop number");
        return device;
    }
}
