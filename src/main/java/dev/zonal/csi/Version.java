package dev.zonal.csi;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of this build, from the manifest of its jar; classes that were not packed have none. */
final class Version implements IVersionProvider {
    static String current() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    /** What {@code --version} says. */
    @Override
    public String[] getVersion() {
        return new String[] {"zonal " + current()};
    }
}
