package dev.zonal.csi;

import java.util.Optional;

/** Which build this is. */
final class Version {
    private Version() {}

    /** From the jar's manifest; classes that were not packed have none. */
    static String current() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
