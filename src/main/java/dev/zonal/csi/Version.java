package dev.zonal.csi;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Which build this is. */
final class Version implements IVersionProvider {
    /** From the jar's manifest; classes that were not packed have none. */
    static String current() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"zonal " + current()};
    }
}
